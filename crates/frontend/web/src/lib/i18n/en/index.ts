import type { Catalogue } from '../catalogue';
import { app, leave, nav, notFound, recalculation, unit } from './app';
import { auth } from './auth';
import { conflict, exception, firstRun, save, shortcuts, today } from './day';
import { email } from './email';
import { explain } from './explain';
import { habit } from './habit';
import { law } from './law';
import { field, problem } from './problem';
import { settings } from './settings';
import { band, category, measure, priority, quadrant } from './terms';
import { year } from './year';

/** All messages of the app in English. */
export const en = {
  app,
  leave,
  nav,
  unit,
  auth,
  field,
  problem,
  notFound,
  recalculation,
  category,
  quadrant,
  priority,
  band,
  measure,
  conflict,
  exception,
  today,
  save,
  shortcuts,
  explain,
  law,
  firstRun,
  year,
  settings,
  email,
  habit,
} as const satisfies Catalogue;
