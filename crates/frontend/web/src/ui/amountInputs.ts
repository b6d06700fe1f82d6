/** The amount fields under an element that are not folded away, in the order of the page. */
export function amountInputs(under: ParentNode = document): HTMLInputElement[] {
  const fields = [...under.querySelectorAll<HTMLInputElement>('[data-amount]')];
  return fields.filter((field) => !field.closest('details:not([open])'));
}

/** Focuses the field that is `by` places after another one, if there is one. */
export function focusField(
  fields: readonly HTMLInputElement[],
  from: HTMLInputElement,
  by: 1 | -1,
): void {
  fields[fields.indexOf(from) + by]?.focus();
}
