/** What is wrong with an address. Only the plainest mistakes: the server decides what one is. */
export function emailFault(email: string): 'field.required' | 'field.email' | null {
  const given = email.trim();
  if (given === '') return 'field.required';
  return /^\S+@\S+$/.test(given) ? null : 'field.email';
}
