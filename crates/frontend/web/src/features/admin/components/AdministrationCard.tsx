import type { User } from '@/api/types';
import { useTranslation } from '@/lib/i18n';
import { routes } from '@/lib/routes';
import { ButtonLink } from '@/ui/Button';
import { Card } from '@/ui/Card';
import form from '@/ui/form.module.css';
import text from '@/ui/text.module.css';

/** The way to the administration, for administrators. */
export function AdministrationCard({ user }: { user: User }) {
  const { t } = useTranslation();
  if (user.role !== 'admin') return null;
  return (
    <Card title={t('admin.title')}>
      <div className={form.root}>
        <p className={text.hint}>{t('admin.hint')}</p>
        <ButtonLink href={routes.admin()}>{t('admin.open')}</ButtonLink>
      </div>
    </Card>
  );
}
