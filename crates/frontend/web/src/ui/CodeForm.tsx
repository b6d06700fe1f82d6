import * as v from 'valibot';
import { ApiProblem } from '@/api/problem';
import { useRequestForm } from '@/api/useRequestForm';
import { lookupCode } from '@/lib/schemas';
import { sharedCode, type SharedPage } from '@/lib/sharedCode';
import { Button } from './Button';
import { TextField } from './Field';
import { Form } from './Form';
import text from './text.module.css';

const schema = v.object({ code: lookupCode });

interface CodeFormProps {
  className: string;
  /** The page whose links have such a code. */
  page: SharedPage;
  label: string;
  hint: string;
  /** The error of a code that nobody has. */
  unknown: string;
  button: string;
  request: { isPending: boolean; error: Error | null };
  send: (body: { code: string }) => Promise<unknown>;
}

/** Sends somebody else's code. That of a shared link is filled in, and waits for the button. */
export function CodeForm(props: CodeFormProps) {
  const { className, page, label, hint, unknown, button, request, send } = props;
  const form = useRequestForm({
    schema,
    defaultValues: { code: sharedCode.held(page) ?? '' },
    send: async (body) => {
      await send(body);
      sharedCode.drop();
      form.reset({ code: '' });
    },
  });
  const { error, ...code } = form.text('code');
  const isUnknown = request.error instanceof ApiProblem && request.error.status === 404;
  return (
    <Form className={className} onSubmit={form.submit}>
      <TextField
        label={label}
        hint={hint}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        required
        {...code}
        error={error ?? (isUnknown ? unknown : undefined)}
      />
      <div role="alert">
        {form.problem && !isUnknown && <p className={text.error}>{form.problem}</p>}
      </div>
      <Button variant="primary" type="submit" loading={request.isPending}>
        {button}
      </Button>
    </Form>
  );
}
