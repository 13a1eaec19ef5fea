import { Link, useParams } from '@tanstack/react-router';
import type { Answer } from '@casetrail/contracts';
import { useAnswer } from '../api/queries.ts';
import { PageAnswered } from '../app/page-answered.tsx';
import { useSettings } from '../app/settings.tsx';
import { useOffice } from '../app/signed-in.tsx';
import { type Column, Table } from '../record/record-list.tsx';
import { RecordPage } from '../record/record-page.tsx';
import { AssetsOf, CorrectionsOf } from '../record/related.tsx';
import { Timeline } from '../record/timeline.tsx';
import { codeName } from '../text/code-names.ts';
import { caseName, groupName, shortId } from '../ui/format.ts';
import { RecordLink } from '../ui/record-link.tsx';
import { Listing, Section } from '../ui/section.tsx';
import { Reveal } from './reveal.tsx';

type PersonFile = Answer<'PersonFile'>;
type Part = PersonFile['participations'][number];

/** A person under a pseudonym: in which cases and groups, as what, and under which identities. */
export function Page() {
  const { id } = useParams({ from: '/persons/$id' });
  const file = useAnswer('PersonFile', `/v1/persons/${id}`, {}, { keep: false });
  return (
    <div className="case" key={id}>
      <PageAnswered of={file}>{(answer) => <Person file={answer} />}</PageAnswered>
    </div>
  );
}

function Person({ file }: { readonly file: PersonFile }) {
  const { t, say } = useSettings();
  const { may } = useOffice();
  const { person, identities, participations, decisions } = file;
  const words = t.persons;
  const others = identities.filter(({ id }) => id !== person.id);
  return (
    <RecordPage
      id={person.id}
      list="/persons"
      name={person.pseudonym}
      tags={
        <>
          {person.isProvisional ? <span className="tag">{words.provisional}</span> : null}
          {person.sex ? <span>{say(codeName(person.sex))}</span> : null}
          {person.birthYear ? <span>{words.born(person.birthYear)}</span> : null}
          <span className="faint">{words.presumption}</span>
          {may.includes('looks.read') ? (
            <Link to="/looks" search={{ person: person.id }}>
              {words.whoLooked}
            </Link>
          ) : null}
        </>
      }
      first={<Reveal file={file} />}
      acts={{ on: person.id, known: others.map(({ id, pseudonym }) => ({ id, name: pseudonym })), timeline: decisions }}
      main={<Parts of={participations} />}
      side={
        <>
          <Listing title={words.identities} lines={others.map(({ id, pseudonym }) => ({ id, line: <RecordLink id={id}>{pseudonym}</RecordLink> }))} />
          <AssetsOf id={person.id} />
          <CorrectionsOf of={file.corrections} />
          {decisions.length > 0 ? <Timeline of={decisions} title={words.decisions} /> : null}
        </>
      }
    />
  );
}

function Parts({ of }: { readonly of: readonly Part[] }) {
  const { t, say } = useSettings();
  const words = t.persons;
  const columns: readonly Column<Part>[] = [
    {
      name: words.case,
      isAsRecorded: true,
      of: (part) => (
        <Link to="/cases/$id" params={{ id: part.caseId }} search={{ on: part.id }}>
          {part.case ? caseName(part.case) : shortId(part.caseId)}
        </Link>
      ),
    },
    { name: words.procedure, of: (part) => say(codeName(part.procedure)) },
    { name: words.measure, of: (part) => say(codeName(part.measure)) },
    { name: words.until, of: (part) => part.limitUntil },
    { name: words.openedOn, of: (part) => part.openedOn },
    { name: t.record.groups, of: (part) => <GroupsOf suspect={part.id} /> },
  ];
  return <Section title={words.parts}>{of.length === 0 ? <p className="faint">{words.noParts}</p> : <Table rows={of} columns={columns} />}</Section>;
}

function GroupsOf({ suspect }: { readonly suspect: string }) {
  const file = useAnswer('SuspectFile', `/v1/suspects/${suspect}`, {}, { keep: false });
  return (
    <>
      {file.data?.groups.map((group) => (
        <span key={group.id} className="member" lang="zh-CN">
          <RecordLink id={group.id}>{groupName(group)}</RecordLink>
        </span>
      ))}
    </>
  );
}
