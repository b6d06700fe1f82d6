import { Component, type ReactNode } from 'react';
import { CrashScreen } from './CrashScreen';

interface Props {
  /** Where the user is; another place is another try. */
  place: string;
  children: ReactNode;
}

interface State {
  crashed: boolean;
  place: string;
}

/** Where a fault of the app itself ends: a sentence and a way on instead of an empty window. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { crashed: false, place: this.props.place };

  static getDerivedStateFromProps({ place }: Props, state: State): State | null {
    return place === state.place ? null : { place, crashed: false };
  }

  static getDerivedStateFromError(): Partial<State> {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <CrashScreen /> : this.props.children;
  }
}
