import { Link, useSearch } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { DaysLeft } from '../case/time-limits.tsx';
import { beginningsFor, pathOf } from '../command/catalogue.ts';
import { categoryName } from '../text/category-names.ts';
import { codeName } from '../text/code-names.ts';
import { fieldName } from '../text/field-names.ts';
import { recordName } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Empty } from '../ui/states.tsx';
import { Value } from '../ui/value.tsx';
import { useDistrictFilter } from './filter-line.tsx';
import { type Column, ListPage } from './record-list.tsx';

type Row = Answer<'Records'>['items'][number];

/**
 * The kinds of records that come in one form: what an office must be allowed to do to be shown any, which field a list tells beside the number, and whether something
 * runs out in them. Assets have a page of their own.
 */
const kinds = [
  { category: 'arrest_review', action: 'cases.list', tells: 'scope' },
  { category: 'prosecution', action: 'cases.list', tells: 'scope', isLimited: true },
  { category: 'court_docket', action: 'cases.list', tells: 'court', isLimited: true },
  { category: 'umbrella_lead', action: 'sealed.list', tells: 'kindHint' },
  { category: 'umbrella_investigation', action: 'sealed.list', tells: 'principalKind' },
  { category: 'recommendation', action: 'records.list', tells: 'addressee', isLimited: true },
  { category: 'rectification_plan', action: 'records.list', tells: 'department' },
  { category: 'problem', action: 'records.list', tells: 'finding' },
  { category: 'mechanism', action: 'records.list', tells: 'title' },
  { category: 'register_entry', action: 'records.list', tells: 'kind' },
  { category: 'indicator', action: 'records.list', tells: 'key' },
  { category: 'hearing', action: 'records.list', tells: 'defendant' },
  { category: 'major_project', action: 'records.list', tells: 'level' },
  { category: 'check_exception', action: 'records.list', tells: 'explanation' },
] as const satisfies readonly { readonly category: Row['category']; readonly [_: string]: unknown }[];
type Kind = (typeof kinds)[number];

/** The files, documents and registers of every organ, one kind at a time: first the kind that this office begins records of. */
export function Page() {
  const { t, say } = useSettings();
  const { role, may } = useOffice();
  const { kind } = useSearch({ from: '/records' });
  const words = t.files;
  const shown = kinds.filter(({ action }) => may.includes(action));
  const own = beginningsFor(role).map(({ category }) => category);
  const chosen = shown.find(({ category }) => category === kind) ?? shown.find(({ category }) => own.includes(category)) ?? shown[0];
  if (chosen === undefined) return <Empty>{words.none}</Empty>;
  const tabs = (
    <nav className="kinds" aria-label={words.kinds}>
      {shown.map((one) => (
        <Link key={one.category} to="/records" search={{ kind: one.category }} aria-current={one === chosen ? 'page' : undefined}>
          {say(categoryName(one.category))}
        </Link>
      ))}
    </nav>
  );
  return <Files key={chosen.category} kind={chosen} before={tabs} />;
}

function Files({ kind, before }: { readonly kind: Kind; readonly before: React.ReactNode }) {
  const { t, say } = useSettings();
  const districtName = useDistrictName();
  const district = useDistrictFilter();
  const words = t.files;
  const { category, tells } = kind;
  const limit: Column<Row> = {
    name: words.limit,
    of: ({ limitUntil }) =>
      limitUntil && (
        <>
          <span className="keep">{limitUntil}</span> <DaysLeft until={limitUntil} />
        </>
      ),
  };
  const columns: readonly Column<Row>[] = [
    { name: words.number, isAsRecorded: true, of: (row) => <RecordLink id={row.id}>{say(codeName(recordName(row), tells, category))}</RecordLink> },
    { name: say(fieldName(tells, category)), of: ({ label }) => <Value name={tells} within={category} of={label} /> },
    { name: t.record.status, of: ({ status }) => say(codeName(status, 'status', category)) },
    { name: district.label, of: (row) => row.district && districtName(row.district) },
    ...('isLimited' in kind ? [limit] : []),
  ];
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      before={before}
      path={pathOf(category) ?? ''}
      filters={[{ name: 'text', label: words.search }, district]}
      columns={columns}
      none={words.none}
      category={category}
      exported={{ what: 'records', category }}
    />
  );
}
