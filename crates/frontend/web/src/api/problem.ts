/** An invalid field of a 422: `pointer` is a JSON pointer into the request body. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

/** An error response of the server, a problem as of RFC 9457. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** The last segment of the problem's type, like `email-taken`; empty if the body is no problem. */
  readonly code: string;
  readonly detail: string | null;
  readonly requestId: string | null;
  readonly fields: readonly FieldError[];
  /** Seconds from the Retry-After header, if there is one. */
  readonly retryAfter: number | null;

  constructor(given: {
    status: number;
    code?: string;
    title?: string;
    detail?: string | null;
    requestId?: string | null;
    fields?: readonly FieldError[];
    retryAfter?: number | null;
  }) {
    super(given.detail ?? given.title ?? `HTTP ${given.status}`);
    this.status = given.status;
    this.code = given.code ?? '';
    this.detail = given.detail ?? null;
    this.requestId = given.requestId ?? null;
    this.fields = given.fields ?? [];
    this.retryAfter = given.retryAfter ?? null;
  }

  /** Whether the same request may succeed later. */
  get temporary(): boolean {
    return this.status === 429 || this.status >= 500;
  }
}

/** The server's error for one field of the request, if it has one. */
export function fieldError(error: unknown, pointer: string): FieldError | undefined {
  if (!(error instanceof ApiProblem)) return undefined;
  return error.fields.find((field) => field.pointer === pointer);
}

/** No response: the device is offline or the server can't be reached. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((error) => ({
    pointer: text(error['pointer']) ?? '',
    code: text(error['code']) ?? '',
    message: text(error['message']) ?? '',
  }));
}

/** Reads an error response, also one of a proxy that holds no problem. */
export async function readProblem(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const given = isRecord(body) ? body : {};
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  return new ApiProblem({
    status: response.status,
    code: (text(given['type']) ?? '').split('/').pop() ?? '',
    title: text(given['title']) ?? '',
    detail: text(given['detail']),
    requestId: text(given['requestId']) ?? response.headers.get('X-Request-Id'),
    fields: fieldErrors(given['errors']),
    retryAfter: Number.isNaN(retryAfter) ? null : retryAfter,
  });
}
