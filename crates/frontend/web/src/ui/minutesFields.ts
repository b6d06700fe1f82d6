/** The duration fields under an element, in the order of the page. */
export function minutesFields(under: ParentNode = document): HTMLInputElement[] {
  return [...under.querySelectorAll<HTMLInputElement>('.minutes-field')];
}

/** Focuses the field that is `by` places after another one, if there is one. */
export function focusField(
  fields: readonly HTMLInputElement[],
  from: HTMLInputElement,
  by: 1 | -1,
): void {
  fields[fields.indexOf(from) + by]?.focus();
}
