// Runs before the first paint, so that a dark screen never flashes white. It is a file of its own
// because the content security policy allows no inline script. The app keeps both attributes up to
// date afterwards (src/lib/theme.ts).
(function () {
  var root = document.documentElement;
  var theme = null;
  try {
    theme = localStorage.getItem('kpi.theme');
    var language = localStorage.getItem('kpi.language');
    if (language === 'en' || language === 'ru') root.lang = language;
  } catch {
    // Storage can be forbidden; the system's theme and English are right then.
  }
  if (theme !== 'light' && theme !== 'dark') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.dataset.theme = theme;
})();
