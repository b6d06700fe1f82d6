import '@/lib/linkToken';
import '@/styles/fonts.css';
import '@/styles/tokens.css';
import '@/styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from '@/api/session';
import { startI18n } from '@/lib/i18n';
import { startReporting } from '@/lib/reporting';
import { App } from './App';
import { loadPage, routeOf } from './pages';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

startReporting(routeOf);
// The page's code comes along with the words instead of after them.
loadPage(window.location.pathname, session.token() !== null);
try {
  await startI18n();
  // A fault that a boundary has caught is told like any other, though a screen of ours stands for it.
  createRoot(root, { onCaughtError: (error) => window.reportError(error) }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
} catch {
  // Without its words the app can't even say so in the right language.
  root.textContent = 'KPI Productivity could not be loaded. Reload the page.';
}
