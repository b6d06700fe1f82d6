// The one client of the process, on a pool of `pg`.
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { settings } from './settings.js';

// Statements with a name are planned once by each connection.
const names = new Map();
function statementNameGenerator({ sql }) {
  if (!names.has(sql)) names.set(sql, `statement_${names.size}`);
  return names.get(sql);
}

const pool = { connectionString: settings.databaseUrl, max: settings.connections };
const adapter = new PrismaPg(pool, { statementNameGenerator });
// As patient with a busy pool as the backend is.
const transactionOptions = { maxWait: 20_000, timeout: 20_000 };
export const prisma = new PrismaClient({ adapter, transactionOptions });
