import { type ComponentType, type ReactNode, use } from 'react';

type Load<Props> = () => Promise<{ default: ComponentType<Props> }>;

const failed = new Set<() => void>();

/** Called when an error is shown: pages that could not be loaded are loaded again at the next try. */
export function forgetFailedPages(): void {
  for (const forget of failed) forget();
  failed.clear();
}

/** A page whose code is loaded when it is first shown; unlike with `lazy`, a failure is not final. */
export function lazyPage<Props extends object>(load: Load<Props>): (props: Props) => ReactNode {
  let loading: ReturnType<Load<Props>> | null = null;
  return function LazyPage(props: Props) {
    if (!loading) {
      loading = load();
      loading.catch(() =>
        failed.add(() => {
          loading = null;
        }),
      );
    }
    const { default: Page } = use(loading);
    return <Page {...props} />;
  };
}
