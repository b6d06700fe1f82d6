// Accounts and sessions: signing up, signing in, and who is asking.
import { createSecretKey, randomUUID } from 'node:crypto';
import bcrypt from 'bcrypt';
import { Router } from 'express';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { prisma } from './db.js';
import { HttpError } from './errors.js';
import { defaultHabits } from './habits.js';
import { settings } from './settings.js';

const SESSION_DAYS = 7;
const secret = createSecretKey(Buffer.from(settings.jwtSecret));

const Registration = z.strictObject({
  email: z.email().max(254).toLowerCase(),
  password: z.string().min(8).max(72),
  name: z.string().trim().min(1).max(100),
});
const Credentials = z.strictObject({ email: z.string().toLowerCase(), password: z.string() });

export const auth = Router();

auth.post('/register', async (request, response) => {
  const { email, password, name } = Registration.parse(request.body);
  const passwordHash = await bcrypt.hash(password, settings.bcryptRounds);
  const taken = await prisma.user.findUnique({ where: { email }, select: { id: true } });
  if (taken) throw new HttpError(409, 'There is an account with this address.');
  const user = await prisma.user.create({
    data: { email, passwordHash, name, habits: { create: defaultHabits() } },
  });
  response.status(201).json(await signIn(request, user));
});

auth.post('/login', async (request, response) => {
  const { email, password } = Credentials.parse(request.body);
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user || !(await bcrypt.compare(password, user.passwordHash))) {
    throw new HttpError(401, 'The address or the password is wrong.');
  }
  response.json(await signIn(request, user));
});

async function signIn(request, user) {
  const expiresAt = new Date(Date.now() + SESSION_DAYS * 24 * 60 * 60 * 1000);
  const userAgent = request.get('user-agent');
  const session = await prisma.session.create({
    data: { id: randomUUID(), userId: user.id, userAgent, expiresAt },
  });
  const token = jwt.sign({}, secret, {
    subject: user.id,
    jwtid: session.id,
    expiresIn: `${SESSION_DAYS}d`,
  });
  const { id, email, name, timeZone, createdAt } = user;
  return { token, expiresAt, user: { id, email, name, timeZone, createdAt } };
}

/** Lets in whose token is ours and whose session has not ended. */
export async function authenticate(request, response, next) {
  const claims = verify(request.get('authorization'));
  const session =
    claims &&
    (await prisma.session.findUnique({ where: { id: claims.jti }, include: { user: true } }));
  if (!session || session.userId !== claims.sub || session.expiresAt <= new Date()) {
    throw new HttpError(401, 'Sign in first.');
  }
  request.user = session.user;
  next();
}

function verify(authorization) {
  try {
    const [scheme, token] = authorization.split(' ');
    return /^bearer$/i.test(scheme) && jwt.verify(token, secret, { algorithms: ['HS256'] });
  } catch {
    return undefined;
  }
}
