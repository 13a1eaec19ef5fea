import type { Answer } from '@casetrail/contracts';
import { useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { useDistrictFilter } from '../record/filter-line.tsx';
import { type Column, ListPage } from '../record/record-list.tsx';
import { codeName } from '../text/code-names.ts';
import { caseName } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { RunningOutSoon } from './time-limits.tsx';

type Case = Answer<'CriminalCases'>['items'][number];
const statuses = ['reported', 'filed', 'investigating', 'concluded', 'transferred', 'closed', 'withdrawn', 'merged', 'transferred_out', 'filing_refused'];
const scopes = ['MAFIA', 'EVIL', 'ORDINARY'];

/** Cases, and where one begins: with a report. */
export function Page() {
  const { t, say, number } = useSettings();
  const districtName = useDistrictName();
  const district = useDistrictFilter();
  const words = t.cases;
  const columns: readonly Column<Case>[] = [
    { name: words.number, isAsRecorded: true, of: (row) => <RecordLink id={row.id}>{caseName(row)}</RecordLink> },
    { name: words.offences, isAsRecorded: true, of: (row) => row.offences.join('、') },
    { name: words.scope, of: (row) => row.scope && say(codeName(row.scope)) },
    { name: t.record.status, of: (row) => say(codeName(row.status)) },
    { name: district.label, of: (row) => districtName(row.district) },
    { name: words.filedOn, of: (row) => row.filedOn },
    { name: words.crackedOn, of: (row) => row.crackedOn },
    { name: words.suspects, isNumber: true, of: (row) => number(row.suspectCount) },
    { name: words.inCustody, isNumber: true, of: (row) => row.inCustodyCount > 0 && number(row.inCustodyCount) },
  ];
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      before={<RunningOutSoon />}
      path="/v1/criminal-cases"
      filters={[
        { name: 'text', label: words.search },
        { name: 'status', label: t.record.status, any: t.record.anyStatus, options: statuses },
        { name: 'scope', label: words.scope, any: words.anyScope, options: scopes },
        district,
      ]}
      columns={columns}
      none={words.none}
      category="criminal_case"
      exported={{ what: 'cases' }}
    />
  );
}
