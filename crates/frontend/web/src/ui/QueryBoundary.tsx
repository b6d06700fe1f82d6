import type { ReactNode } from 'react';
import { ApiProblem } from '@/api/problem';
import { useProblemText } from '@/api/useProblemText';
import { Loading } from './Loading';
import { ProblemNotice } from './Notice';

/** What is shown of a query's result. */
interface Query<Data> {
  data: Data | undefined;
  error: Error | null;
  refetch: () => unknown;
}

interface QueryProblemProps {
  query: Query<unknown>;
  /** What could not be loaded. */
  title: string;
}

/** A query's error, with the request's id and a way to retry. */
export function QueryProblem({ query: { error, refetch }, title }: QueryProblemProps) {
  const problemText = useProblemText();
  return (
    <ProblemNotice
      title={title}
      requestId={error instanceof ApiProblem ? error.requestId : null}
      onRetry={() => void refetch()}
    >
      {problemText(error)}
    </ProblemNotice>
  );
}

interface QueryBoundaryProps<Data> {
  query: Query<Data>;
  /** The title of the error. */
  errorTitle: string;
  skeleton: ReactNode;
  /** Shown in place of the content if there is nothing to show. */
  empty?: (data: Data) => ReactNode;
  children: (data: Data) => ReactNode;
}

/** The content of a query: its data, also after a failed refetch, or its error, or a skeleton. */
export function QueryBoundary<Data>(props: QueryBoundaryProps<Data>) {
  const { query, errorTitle, skeleton, empty, children } = props;
  if (query.data !== undefined) return (empty?.(query.data) ?? false) || children(query.data);
  if (query.error) return <QueryProblem query={query} title={errorTitle} />;
  return <Loading>{skeleton}</Loading>;
}
