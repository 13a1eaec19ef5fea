import type { Answer } from '@casetrail/contracts';
import { useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { useDistrictFilter } from '../record/filter-line.tsx';
import { type Column, ListPage } from '../record/record-list.tsx';
import { codeName } from '../text/code-names.ts';
import { inYuan, recordName } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { stateOf, worthOf } from './asset-state.ts';

type Asset = Answer<'Records'>['items'][number];
const statuses = [
  ...['identified', 'sold', 'adjudged', 'confiscated', 'auctioned', 'paid_to_treasury', 'returned', 'quashed', 'refunded'],
  ...['merged', 'transferred_out'],
];

/** Assets that cases involve, and where one begins: with being identified in a case. */
export function Page() {
  const { t, say } = useSettings();
  const districtName = useDistrictName();
  const district = useDistrictFilter();
  const words = t.assets;
  const worth = (row: Asset) => {
    const fen = worthOf(stateOf(row));
    return fen === undefined ? '' : inYuan(fen);
  };
  const columns: readonly Column<Asset>[] = [
    { name: words.name, isAsRecorded: true, of: (row) => <RecordLink id={row.id}>{recordName(row)}</RecordLink> },
    { name: words.kind, of: (row) => say(codeName(stateOf(row).kind ?? '')) },
    { name: words.measure, of: (row) => say(codeName(stateOf(row).measure)) },
    { name: words.measureNumber, isAsRecorded: true, of: (row) => row.number },
    { name: t.record.status, of: (row) => say(codeName(row.status)) },
    { name: district.label, of: (row) => districtName(row.district) },
    { name: words.worth, isNumber: true, of: worth },
  ];
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      path="/v1/assets"
      filters={[
        { name: 'text', label: words.search },
        { name: 'of', as: 'refersTo', label: words.of },
        { name: 'status', label: t.record.status, any: t.record.anyStatus, options: statuses },
        district,
      ]}
      columns={columns}
      none={words.none}
      category="asset"
      exported={{ what: 'records', category: 'asset' }}
    />
  );
}
