import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { ask } from '../api/client.ts';
import { useSettings } from '../app/settings.tsx';
import { PurposeChoice } from './purpose-choice.tsx';
import { ProblemNotice } from './states.tsx';

const purposes = ['CASE_HANDLING', 'TRIAL', 'SUPERVISION', 'STATISTICS', 'PUBLICATION', 'AUDIT', 'SUBJECT_REQUEST'] as const;
type Filters = Readonly<Record<string, string | boolean | undefined>>;

/** A list as a file. What it is for is asked first: it is printed in the file, and recorded. */
export function ExportButton({
  what,
  category,
  figure,
  filters = {},
}: {
  readonly what: 'cases' | 'groups' | 'records' | 'corrections' | 'figures' | 'facts';
  readonly category?: string;
  readonly figure?: string;
  readonly filters?: Filters;
}) {
  const { t } = useSettings();
  const [purpose, setPurpose] = useState<(typeof purposes)[number] | ''>('');
  const [format, setFormat] = useState<'xlsx' | 'csv'>('xlsx');
  const [error, setError] = useState<unknown>();
  const words = t.export;
  const save = async (close: () => void) => {
    setError(undefined);
    try {
      const said = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
      const answer = await ask('/v1/exports', {
        method: 'POST',
        key: crypto.randomUUID(),
        body: { what, ...(category && { category }), ...(figure && { figure }), filters: said, format, purpose },
      });
      const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? `casetrail.${format}`;
      const address = URL.createObjectURL(await answer.blob());
      Object.assign(document.createElement('a'), { href: address, download: name }).click();
      URL.revokeObjectURL(address);
      close();
    } catch (failed) {
      setError(failed);
    }
  };
  return (
    <DialogTrigger>
      <Button className="button">{words.export}</Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="picker" aria-label={words.export}>
          {({ close }) => (
            <>
              <p className="picker-hint">{words.help}</p>
              <PurposeChoice label={words.purpose} purposes={purposes} value={purpose} onChange={setPurpose} />
              <label className="field">
                <span>{words.format}</span>
                <select value={format} onChange={({ target }) => setFormat(target.value as typeof format)}>
                  <option value="xlsx">Excel (xlsx)</option>
                  <option value="csv">CSV</option>
                </select>
              </label>
              {error === undefined ? null : <ProblemNotice error={error} />}
              <Button className="button primary" isDisabled={purpose === ''} onPress={() => void save(close)}>
                {words.save}
              </Button>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
