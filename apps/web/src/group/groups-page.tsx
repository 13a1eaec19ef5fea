import type { Answer } from '@casetrail/contracts';
import { useDistrictName } from '../app/console-settings.tsx';
import { useSettings } from '../app/settings.tsx';
import { useDistrictFilter } from '../record/filter-line.tsx';
import { type Column, ListPage } from '../record/record-list.tsx';
import { codeName } from '../text/code-names.ts';
import { groupName } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';

type Group = Answer<'CrimeGroups'>['items'][number];
const statuses = ['identified', 'registered', 'classified', 'dismantled', 'prosecuted', 'adjudicated', 'closed', 'merged', 'transferred_out', 'withdrawn'];
const tiers = ['MAFIA_TYPE', 'EVIL_FORCE_GROUP', 'EVIL_FORCE_GANG', 'EVIL_RELATED_JOINT_CRIME'];

/** Crime groups, and where one begins: with being identified. */
export function Page() {
  const { t, say, number } = useSettings();
  const districtName = useDistrictName();
  const district = useDistrictFilter();
  const words = t.groups;
  const columns: readonly Column<Group>[] = [
    { name: words.code, isAsRecorded: true, of: (row) => <RecordLink id={row.id}>{groupName(row)}</RecordLink> },
    { name: words.alias, isAsRecorded: true, of: (row) => row.alias },
    { name: words.industries, isAsRecorded: true, of: (row) => row.industries.join('、') },
    { name: words.tier, of: (row) => row.tier && say(codeName(row.tier)) },
    { name: t.record.status, of: (row) => say(codeName(row.status)) },
    { name: district.label, of: (row) => districtName(row.district) },
    { name: words.identifiedOn, of: (row) => row.identifiedOn },
    { name: words.dismantledOn, of: (row) => row.dismantledOn },
    { name: words.memberCount, isNumber: true, of: (row) => number(row.memberCount) },
  ];
  return (
    <ListPage
      title={words.title}
      lead={words.lead}
      path="/v1/crime-groups"
      filters={[
        { name: 'text', label: words.search },
        { name: 'status', label: t.record.status, any: t.record.anyStatus, options: statuses },
        { name: 'tier', label: words.tier, any: words.anyTier, options: tiers },
        district,
      ]}
      columns={columns}
      none={words.none}
      category="crime_group"
      exported={{ what: 'groups' }}
    />
  );
}
