import type { Answer } from '@casetrail/contracts';
import { useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { nameOfCommand } from '../command/catalogue.ts';
import { type Column, ListPage } from '../record/record-list.tsx';
import { codeName } from '../text/code-names.ts';
import { RecordLink } from '../ui/record-link.tsx';

type Correction = Answer<'Corrections'>['items'][number];
const statuses = ['requested', 'approved', 'rejected', 'withdrawn', 'expired'];

/** Corrections that were asked for, those that wait for a decision first chosen. */
export function Page() {
  const { t, say, language } = useSettings();
  const districtName = useDistrictName();
  const words = t.corrections;
  const statusName = (status: string) => say(codeName(status, 'status', 'correction'));
  const kindName = (kind: string) => (t.figure.kindOf as Readonly<Record<string, string>>)[kind] ?? kind;
  const columns: readonly Column<Correction>[] = [
    { name: words.what, of: (row) => <RecordLink id={row.id}>{nameOfCommand(row.command, language)}</RecordLink> },
    {
      name: words.kind,
      of: ({ kind }) => (
        <>
          <span className="kind">{kind}</span>
          {kindName(kind)}
        </>
      ),
    },
    { name: words.target, of: (row) => <RecordLink id={row.target} /> },
    { name: words.requestedOn, of: (row) => row.requestedOn },
    { name: words.by, of: (row) => <span className="mono">{row.requestedBy.user}</span> },
    { name: t.figure.units.district, of: (row) => districtName(row.district) },
    { name: t.record.status, of: (row) => statusName(row.status) },
  ];
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      path="/v1/corrections"
      filters={[
        { name: 'status', label: t.record.status, any: t.states.all, options: statuses, usual: 'requested', optionName: statusName },
        {
          name: 'kind',
          label: words.kind,
          any: words.anyKind,
          options: Object.keys(t.figure.kindOf).filter((kind) => kind.startsWith('K')),
        },
      ]}
      columns={columns}
      none={words.none}
      exported={{ what: 'corrections' }}
    />
  );
}
