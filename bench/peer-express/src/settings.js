// What the environment says.

export const settings = {
  host: process.env.HOST ?? '127.0.0.1',
  port: Number(process.env.PORT ?? 3005),
  databaseUrl: process.env.DATABASE_URL,
  connections: Number(process.env.DATABASE_CONNECTIONS ?? 20),
  jwtSecret: process.env.JWT_SECRET,
  bcryptRounds: Number(process.env.BCRYPT_ROUNDS ?? 12),
  // 0: nothing is counted.
  maxRequests: Number(process.env.RATE_LIMIT_MAX_REQUESTS ?? 100),
  accessLog: process.env.ACCESS_LOG !== 'false',
};
