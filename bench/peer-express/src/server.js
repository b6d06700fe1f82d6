// The application on its port.
import cors from 'cors';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import morgan from 'morgan';
import { auth, authenticate } from './auth.js';
import { days } from './days.js';
import { prisma } from './db.js';
import { notFound, sendError } from './errors.js';
import { habits } from './habits.js';
import { settings } from './settings.js';

const app = express();
if (settings.accessLog) {
  app.use(
    morgan((tokens, request, response) =>
      JSON.stringify({
        timestamp: tokens.date(request, response, 'iso'),
        level: 'INFO',
        method: request.method,
        path: request.originalUrl,
        status: response.statusCode,
        bytes: Number(tokens.res(request, response, 'content-length') ?? 0),
        duration_ms: Number(tokens['response-time'](request, response)),
        address: request.ip,
        user: request.user?.id,
      }),
    ),
  );
}
app.use(helmet());
app.use(cors({ origin: 'http://localhost:3000', credentials: true }));
if (settings.maxRequests > 0) {
  const windowMs = 15 * 60 * 1000;
  const limit = settings.maxRequests;
  app.use('/api', rateLimit({ windowMs, limit, standardHeaders: true, legacyHeaders: false }));
}
app.use(express.json({ limit: '1mb' }));

app.get('/health/ready', async (request, response) => {
  await prisma.$queryRaw`SELECT 1`;
  response.json({ status: 'ok' });
});
app.use('/api/auth', auth);
app.use('/api/habits', authenticate, habits);
app.use('/api/days', authenticate, days);
app.use(notFound);
app.use(sendError);

const server = app.listen(settings.port, settings.host);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    server.close(async () => {
      await prisma.$disconnect();
      process.exit(0);
    });
    server.closeIdleConnections();
  });
}
