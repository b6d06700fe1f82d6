import * as v from 'valibot';
import { name, trimmedText } from '@/lib/schemas';

export const MAX_DESCRIPTION_LENGTH = 500;

export const teamSchema = v.object({
  name,
  description: v.pipe(
    trimmedText(MAX_DESCRIPTION_LENGTH, 'team.descriptionLong'),
    v.transform((text) => (text === '' ? null : text)),
  ),
});
