/** Catches obvious mistakes only: the server validates addresses. */
export function validateEmail(email: string): 'field.required' | 'field.email' | null {
  const given = email.trim();
  if (given === '') return 'field.required';
  return /^\S+@\S+$/.test(given) ? null : 'field.email';
}
