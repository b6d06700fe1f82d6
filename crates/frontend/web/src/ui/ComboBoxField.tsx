import { clsx } from 'clsx';
import { useRef } from 'react';
import { UNSAFE_PortalProvider } from 'react-aria';
import {
  Button,
  ComboBox,
  type ComboBoxProps,
  FieldError,
  I18nProvider,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { useTranslation } from '@/lib/i18n';
import { Icon } from './Icon';
import control from './control.module.css';
import field from './Field.module.css';
import texts from './text.module.css';
import styles from './ComboBoxField.module.css';

interface Option {
  id: string;
  text: string;
}

interface ComboBoxFieldProps extends Omit<ComboBoxProps<Option>, 'children' | 'items'> {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly Option[];
}

/** A text field with a list of options that match what is typed. */
export function ComboBoxField({ label, hint, error, options, ...combo }: ComboBoxFieldProps) {
  const { language } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  return (
    <I18nProvider locale={language}>
      <ComboBox
        {...combo}
        className={field.root}
        defaultItems={options}
        isInvalid={error !== undefined}
        validationBehavior="aria"
      >
        <Label className={texts.label}>{label}</Label>
        <div className={styles.frame} ref={list}>
          <Input className={clsx(control.root, styles.input)} dir="auto" />
          <Button className={styles.button}>
            <Icon name="expand" size={18} />
          </Button>
        </div>
        {error && <FieldError className={texts.error}>{error}</FieldError>}
        {hint && (
          <Text slot="description" className={texts.hint}>
            {hint}
          </Text>
        )}
        {/* Beside the field: what is outside of a modal dialog can't be used, and what begins at the end of
            the page scrolls it. */}
        <UNSAFE_PortalProvider getContainer={() => list.current}>
          <Popover className={styles.popover} containerPadding={0}>
            <ListBox<Option> className={styles.list}>
              {({ id, text }) => (
                <ListBoxItem id={id} textValue={text} className={styles.option}>
                  <bdi>{text}</bdi>
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </UNSAFE_PortalProvider>
      </ComboBox>
    </I18nProvider>
  );
}
