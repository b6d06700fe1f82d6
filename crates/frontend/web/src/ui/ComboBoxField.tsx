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
import './Field.css';
import './ComboBoxField.css';

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
        className="field"
        defaultItems={options}
        isInvalid={error !== undefined}
        validationBehavior="aria"
      >
        <Label className="field-label">{label}</Label>
        <div className="combo-box" ref={list}>
          <Input className="control" dir="auto" />
          <Button className="combo-box-button">
            <Icon name="expand" size={18} />
          </Button>
        </div>
        {error && <FieldError className="field-error">{error}</FieldError>}
        {hint && (
          <Text slot="description" className="field-hint">
            {hint}
          </Text>
        )}
        {/* Beside the field: what is outside of a modal dialog can't be used, and what begins at the end of
            the page scrolls it. */}
        <UNSAFE_PortalProvider getContainer={() => list.current}>
          <Popover className="combo-box-popover" containerPadding={0}>
            <ListBox<Option> className="combo-box-list">
              {({ id, text }) => (
                <ListBoxItem id={id} textValue={text} className="combo-box-option">
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
