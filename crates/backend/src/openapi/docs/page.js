// What RapiDoc lacks: colours of enough contrast in both schemes, and names of its fields. It is loaded
// after this.

const SCHEMES = {
  light: { theme: 'light', 'bg-color': '#ffffff', 'text-color': '#1c1f23', 'primary-color': '#1a56b0' },
  dark: { theme: 'dark', 'bg-color': '#16191d', 'text-color': '#e6e8eb', 'primary-color': '#8ab4f8' },
};
const dark = matchMedia('(prefers-color-scheme: dark)');

function applyScheme() {
  const page = document.querySelector('rapi-doc');
  const scheme = dark.matches ? SCHEMES.dark : SCHEMES.light;
  for (const [name, value] of Object.entries(scheme)) page.setAttribute(name, value);
}

function nameFields(root) {
  for (const field of root.querySelectorAll('input, select, textarea')) {
    const fallback = field.localName === 'select' ? 'Example' : 'Request body';
    if (!field.labels?.length && !field.ariaLabel && !field.placeholder) {
      field.ariaLabel = field.dataset.pname ?? fallback;
    }
  }
}

// Each of its elements has a shadow root of its own.
const attachShadow = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attachShadow.call(this, options);
  new MutationObserver(() => nameFields(root)).observe(root, { childList: true, subtree: true });
  return root;
};

dark.addEventListener('change', applyScheme);
applyScheme();
