// Client errors, and how all errors are sent.
import { ZodError } from 'zod';

export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export function notFound() {
  throw new HttpError(404, 'There is nothing here.');
}

// Express knows an error handler by its four parameters.
export function sendError(error, request, response, next) {
  if (error instanceof ZodError) {
    response.status(422).json({ title: 'Some fields are not valid.', errors: error.issues });
    return;
  }
  const status = error.status ?? 500;
  if (status >= 500) console.error(error);
  response.status(status).json({ title: status < 500 ? error.message : 'Something went wrong.' });
}
