import { Component, type ReactNode } from 'react';
import { CrashScreen } from './CrashScreen';
import { forgetFailedPages } from './lazyPage';

interface Props {
  /** The current location; a navigation resets the boundary. */
  place: string;
  children: ReactNode;
}

interface State {
  crashed: boolean;
  place: string;
}

/** Catches rendering errors and shows a message with a way out instead of an empty page. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { crashed: false, place: this.props.place };

  static getDerivedStateFromProps({ place }: Props, state: State): State | null {
    return place === state.place ? null : { place, crashed: false };
  }

  static getDerivedStateFromError(): Partial<State> {
    return { crashed: true };
  }

  override componentDidCatch(): void {
    forgetFailedPages();
  }

  override render() {
    return this.state.crashed ? (
      <CrashScreen onRetry={() => this.setState({ crashed: false })} />
    ) : (
      this.props.children
    );
  }
}
