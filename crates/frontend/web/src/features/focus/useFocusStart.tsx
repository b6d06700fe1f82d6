import { type ReactNode, useCallback, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '@/api/SessionContext';
import { useProblemText } from '@/api/useProblemText';
import { useTranslation } from '@/lib/i18n';
import { showToast } from '@/ui/toasts';
import { currentFocusQuery } from './api/currentFocus';
import type { StartFocusDialog } from './components/StartFocusDialog';
import { focusPanelId } from './panelId';
import type { FocusSubject, OpenFocus } from './focusContext';

interface FocusStartOptions {
  date: string;
  /** Saves the edits of the day and resolves with what it has then to focus on. */
  prepare: () => Promise<readonly FocusSubject[]>;
}

interface Opened {
  Dialog: typeof StartFocusDialog;
  subjects: readonly FocusSubject[];
  chosen: FocusSubject | undefined;
}

/** How a session is started, and the dialog that does it. While one runs, that is shown instead. */
export function useFocusStart({ date, prepare }: FocusStartOptions): [OpenFocus, ReactNode] {
  const { t } = useTranslation();
  const api = useApi();
  const client = useQueryClient();
  const problemText = useProblemText();
  const [opened, setOpened] = useState<Opened | null>(null);
  const open = useCallback<OpenFocus>(
    (subject) => {
      const running = client.getQueryData(currentFocusQuery(api).queryKey)?.session;
      if (running) {
        document.getElementById(focusPanelId)?.focus();
        showToast(t('focus.problemRunning'));
        return;
      }
      const show = async () => {
        const [{ StartFocusDialog: Dialog }, subjects] = await Promise.all([
          import('./components/StartFocusDialog'),
          prepare(),
        ]);
        const chosen = subjects.find(({ of, id }) => of === subject?.of && id === subject.id);
        setOpened({ Dialog, subjects, chosen });
      };
      show().catch((error: unknown) => showToast(problemText(error)));
    },
    [api, client, t, prepare, problemText],
  );
  const dialog = opened && (
    <opened.Dialog
      date={date}
      subjects={opened.subjects}
      chosen={opened.chosen}
      onClose={() => setOpened(null)}
    />
  );
  return [open, dialog];
}
