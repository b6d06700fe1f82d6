import { resolve } from 'node:path';
import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import { moduleBoundaries } from './module-boundaries.js';

const at = (path: string) => resolve(import.meta.dirname, '../src', path);

RuleTester.describe = describe;
RuleTester.it = it;

new RuleTester().run('module-boundaries', moduleBoundaries, {
  valid: [
    { filename: at('app/Frame.ts'), code: "import { useMe } from '@/features/auth';" },
    { filename: at('app/AppRoutes.ts'), code: "import('@/features/days/components/TodayPage');" },
    { filename: at('features/days/x.ts'), code: "import { Card } from '@/ui/Card';" },
    { filename: at('features/days/components/x.ts'), code: "import { y } from '../api/getDay';" },
    { filename: at('features/days/x.ts'), code: "import { y } from '@/features/kpi';" },
    { filename: at('ui/x.ts'), code: "import { y } from '@/lib/dates';" },
    { filename: at('lib/x.test.ts'), code: "import { y } from '@/testing/days';" },
  ],
  invalid: [
    {
      filename: at('ui/x.ts'),
      code: "import { y } from '@/features/kpi';",
      errors: [{ messageId: 'module' }],
    },
    {
      filename: at('features/days/x.ts'),
      code: "import { y } from '../../app/App';",
      errors: [{ messageId: 'module' }],
    },
    {
      filename: at('lib/x.ts'),
      code: "export { y } from '../ui/Card';",
      errors: [{ messageId: 'module' }],
    },
    {
      filename: at('features/days/x.ts'),
      code: "import { y } from '@/features/kpi/waterfall';",
      errors: [{ messageId: 'internals' }],
    },
    {
      filename: at('app/App.ts'),
      code: "import('@/features/days/merge');",
      errors: [{ messageId: 'internals' }],
    },
    {
      filename: at('lib/x.ts'),
      code: "import { y } from '@/testing/days';",
      errors: [{ messageId: 'module' }],
    },
  ],
});
