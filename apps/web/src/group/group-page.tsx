import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { useDistrictName } from '../app/console-settings.tsx';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { type Column, Table } from '../record/record-list.tsx';
import { RecordPage } from '../record/record-page.tsx';
import { AssetsOf, Cases, CorrectionsOf, Documents, Groups } from '../record/related.tsx';
import { Standing } from '../record/standing.tsx';
import { Timeline } from '../record/timeline.tsx';
import { codeName } from '../text/code-names.ts';
import { caseName, groupName, maskedName, shortId } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Section } from '../ui/section.tsx';

type GroupFile = Answer<'CrimeGroupFile'>;

/** A crime group: what it is called, by whom, who is in it, what can be done now, and everything that happened. */
export function Page() {
  const { id } = useParams({ from: '/groups/$id' });
  const file = useAnswer('CrimeGroupFile', `/v1/crime-groups/${id}`, {}, { keep: false });
  return (
    <div className="case" key={id}>
      <PageAnswered of={file}>{(answer) => <Group file={answer} />}</PageAnswered>
    </div>
  );
}

const views = ['tier', 'prosecutedTier', 'finding'] as const;
/** What the head says already, or what every record has. */
const elsewhere = ['id', 'version', 'openedPosition', 'updatedPosition', 'updatedAt', 'status', 'district', 'code', ...views];

function Group({ file }: { readonly file: GroupFile }) {
  const { t, say, date } = useSettings();
  const districtName = useDistrictName();
  const { group, members, cases, timeline } = file;
  const linked = new Set(members.map(({ suspectId }) => suspectId));
  const known = [
    ...members.map((member) => ({ id: member.suspectId, name: maskedName(member.personId, member.identity) })),
    ...cases.flatMap((one) => one.suspectsListed.filter((id) => !linked.has(id)).map((id) => ({ id, name: `${caseName(one)} ${shortId(id)}` }))),
    ...cases.map((one) => ({ id: one.id, name: caseName(one) })),
  ];
  return (
    <RecordPage
      id={group.id}
      list="/groups"
      name={groupName(group)}
      tags={
        <>
          {views.map((view) => {
            const tier = group[view];
            return tier ? (
              <span key={view} className="tag">
                {say(codeName(tier))}
                {t.groups.views[view]}
              </span>
            ) : null;
          })}
          <span>{say(codeName(group.status))}</span>
          <span>{districtName(group.district)}</span>
          {group.dismantledOn ? <span>{t.groups.dismantled(date(group.dismantledOn))}</span> : null}
          <span className="faint">{t.cases.presumption}</span>
        </>
      }
      acts={{ on: group.id, known, timeline }}
      main={
        <>
          <Standing category="crime_group" of={group} without={elsewhere} />
          <Members of={members} cases={cases} />
        </>
      }
      side={
        <>
          <Cases of={cases} />
          <AssetsOf id={group.id} />
          <Groups of={file.absorbed} title={t.record.absorbed} />
          <Groups of={file.splitOff} title={t.record.splitOff} />
          <CorrectionsOf of={file.corrections} />
          <Documents of={timeline} />
          <Timeline of={timeline} />
        </>
      }
    />
  );
}

function Members({ of, cases }: { readonly of: GroupFile['members']; readonly cases: GroupFile['cases'] }) {
  const { t, say } = useSettings();
  const nameOf = (id: string) => {
    const found = cases.find((one) => one.id === id);
    return found ? caseName(found) : shortId(id);
  };
  const columns: readonly Column<GroupFile['members'][number] & { readonly id: string }>[] = [
    { name: t.cases.code, of: (one) => <RecordLink id={one.personId}>{maskedName(one.personId, one.identity)}</RecordLink> },
    { name: t.groups.role, of: (one) => say(codeName(one.role)) },
    { name: t.groups.linkedOn, of: (one) => one.linkedOn },
    { name: t.cases.measure, of: ({ suspect }) => suspect && say(codeName(suspect.measure === 'none' ? suspect.procedure : suspect.measure)) },
    {
      name: t.persons.case,
      isAsRecorded: true,
      of: ({ suspect }) =>
        suspect && (
          <Link to="/cases/$id" params={{ id: suspect.caseId }} search={{ on: suspect.id }}>
            {nameOf(suspect.caseId)}
          </Link>
        ),
    },
  ];
  return (
    <Section title={t.groups.members}>
      {of.length === 0 ? <p className="faint">{t.groups.noMembers}</p> : <Table rows={of.map((one) => ({ ...one, id: one.suspectId }))} columns={columns} />}
    </Section>
  );
}
