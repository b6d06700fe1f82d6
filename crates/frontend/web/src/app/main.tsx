import '@/lib/linkToken';
import '@/lib/sharedCode';
import '@/styles/fonts.css';
import '@/styles/tokens.css';
import '@/styles/base.css';
import '@/styles/print.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { persistResponses } from '@/api/responseCache';
import { reachability, watchServer } from '@/api/reachability';
import { currentSession, subscribeSession } from '@/api/session';
import { resumeSignOut } from '@/api/signOut';
import { startI18n } from '@/lib/i18n';
import { leaving } from '@/lib/leaving';
import { startReporting } from '@/lib/reporting';
import { keepFocus } from '@/ui/keepFocus';
import { clearToasts } from '@/ui/toasts';
import { App } from './App';
import { loadPage, routeOf } from './routeTable';

const SERVICE_WORKER_DELAY_MS = 3_000;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

startReporting(routeOf);
keepFocus();
void persistResponses(currentSession());
subscribeSession(() => void persistResponses(currentSession()));
// An Undo belongs to who was signed in.
subscribeSession(clearToasts);
subscribeSession(() => leaving.answer(false));
void resumeSignOut();
reachability.subscribe(() => void resumeSignOut());
// Service workers exist in secure contexts only. It fetches the whole app, so the page comes first.
if (import.meta.env.PROD && isSecureContext) {
  const register = () => navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  window.addEventListener('load', () => setTimeout(register, SERVICE_WORKER_DELAY_MS));
}
watchServer(() => currentSession().api.GET('/api/health'));
// Loads the page's code in parallel with the translations.
loadPage(window.location.pathname, currentSession().userId !== null);
try {
  await startI18n();
  // Errors that a boundary has caught are reported like any other.
  createRoot(root, { onCaughtError: (error) => window.reportError(error) }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
} catch {
  // Without its translations the app can't show this message in the right language.
  root.textContent = 'KPI Productivity could not be loaded. Reload the page.';
}
