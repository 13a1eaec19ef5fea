import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useSettings } from '../app/settings.tsx';
import { codeName } from '../text/code-names.ts';
import { caseName, groupName, maskedName, recordName } from '../ui/format.ts';
import { Listing } from '../ui/section.tsx';
import { RecordPage } from './record-page.tsx';
import { Cases, CorrectionsOf, Documents, Groups, Records } from './related.tsx';
import { Standing } from './standing.tsx';
import { Timeline } from './timeline.tsx';

type File = Answer<'RecordFile'>;
type Props = Pick<Parameters<typeof RecordPage>[0], 'list' | 'tags' | 'first'> & {
  readonly file: File;
  /** Fields of its state that are said elsewhere on the page. */
  readonly without?: readonly string[];
  /** What stands beside it besides what it refers to. */
  readonly beside?: ReactNode;
};

/** The page of a record whose file comes in the one form that most kinds share. */
export function RecordFile({ file, without, beside, ...page }: Props) {
  const { say } = useSettings();
  const { record, related, timeline } = file;
  const known = [
    ...related.cases.map((one) => ({ id: one.id, name: caseName(one) })),
    ...related.suspects.map((one) => ({ id: one.id, name: maskedName(one.personId, one.identity) })),
    ...related.groups.map((one) => ({ id: one.id, name: groupName(one) })),
    ...related.records.map((one) => ({ id: one.id, name: recordName(one) })),
  ];
  return (
    <RecordPage
      {...page}
      id={record.id}
      name={say(codeName(recordName(record), 'label', record.category))}
      acts={{ on: record.id, known, timeline }}
      main={<Standing category={record.category} of={record.state} without={without ?? []} />}
      side={
        <>
          <Cases of={related.cases} />
          <SuspectsOf of={related.suspects} />
          <Groups of={related.groups} />
          {beside}
          <Records of={related.records} />
          <CorrectionsOf of={file.corrections} />
          <Documents of={timeline} />
          <Timeline of={timeline} />
        </>
      }
    />
  );
}

/** Suspects that a file is about, each in the case. */
function SuspectsOf({ of }: { readonly of: File['related']['suspects'] }) {
  const { t, say } = useSettings();
  const lines = of.map((one) => ({
    id: one.id,
    line: (
      <>
        <Link to="/cases/$id" params={{ id: one.caseId }} search={{ on: one.id }}>
          {maskedName(one.personId, one.identity)}
        </Link>{' '}
        {say(codeName(one.measure === 'none' ? one.procedure : one.measure))}
      </>
    ),
  }));
  return <Listing title={t.record.suspects} lines={lines} />;
}
