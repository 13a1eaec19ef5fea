import { type Charge, idOf, scopeOf } from './cast.ts';
import { tellHandover } from './custody.ts';
import { type Desk, counterpart, courtOf } from './paper-numbers.ts';
import type { Told } from './record-book.ts';
import { tellTrial } from './trials.ts';

const present = <T>(items: readonly (T | undefined)[]): T[] => items.filter((item) => item !== undefined);

/** The investigation is concluded and transferred, the procuratorate reviews and indicts (CPL 2018 arts 162, 169–182), and the court tries. */
export function tellProsecution(charge: Charge, cracked: Told, desk: Desk): void {
  const { book, chance, numbers } = desk;
  const { file, defendants, mistaken, spared, transferredOn, openedOn, returned, indictedOn } = charge;
  const { team } = file;
  const { stream: of } = file.filed as Told<'criminal_case'>;
  const suspects = [...defendants, ...mistaken, ...spared];
  const ready = present(suspects.map(({ last }) => last));
  const concludedOn = Math.max(file.crackedOn, transferredOn - chance.between(1, 8));
  const concluded = book.tell(of, { type: 'ConcludeInvestigation', data: {}, on: concludedOn, team, after: [cracked, ...ready] });
  const transferred = book.tell(of, {
    type: 'TransferForProsecution',
    data: { prosecutionNumber: numbers.police('诉', transferredOn), suspects: suspects.map(idOf) },
    on: transferredOn,
    team,
    after: [concluded],
    act: { legalBasis: 'CPL 162' },
  });
  tellHandover(defendants, 'PROCURATORATE', transferredOn, team, transferred, desk);

  const procurators = counterpart(team, 'pp');
  let last: Told = book.open('prosecution', {
    type: 'OpenProsecutionReview',
    data: { fileNumber: numbers.procuratorate('诉受', openedOn), case: of, suspects: suspects.map(idOf), scope: scopeOf(file) },
    on: openedOn,
    team: procurators,
    after: [transferred, ...ready],
    lists: suspects.map(idOf),
    act: { legalBasis: 'CPL 169' },
  });
  const { stream } = last as Told<'prosecution'>;
  if (returned) {
    const act = { legalBasis: 'CPL 175' };
    last = book.tell(stream, {
      type: 'ReturnForSupplement',
      data: { issues: '部分事实不清,证据不足' },
      on: returned.on,
      team: procurators,
      after: [last],
      act,
    });
    last = book.tell(stream, { type: 'ResumeReview', data: {}, on: returned.until, team: procurators, after: [last] });
  }
  for (const part of spared)
    last = book.tell(stream, {
      type: 'DecideNonProsecution',
      data: { suspect: idOf(part), kind: chance.pick(['DISCRETIONARY', 'INSUFFICIENT_EVIDENCE']), ground: '情节轻微或者证据不足' },
      on: chance.between(returned?.until ?? openedOn, indictedOn),
      team: procurators,
      after: [last, ...present([part.last])],
      act: { legalBasis: 'CPL 177' },
    });
  const named = [...defendants, ...mistaken];
  charge.prosecution = book.tell(stream, {
    type: 'FileIndictment',
    data: { indictmentNumber: numbers.procuratorate('刑诉', indictedOn), court: courtOf(team.district), defendants: named.map(idOf) },
    on: indictedOn,
    team: procurators,
    after: [last],
    own: 1 + named.length,
    act: { legalBasis: 'CPL 176' },
  });
  const settled = mistaken.length > 0 ? tellMistake(charge, charge.prosecution, desk) : charge.prosecution;
  tellTrial(charge, settled, desk);
}

/** The last of those recorded are not named in the indictment: voided before the court takes it on, and not prosecuted. */
function tellMistake({ defendants, mistaken, file }: Charge, indicted: Told<'prosecution'>, { book, chance }: Desk): Told {
  const team = counterpart(file.team, 'pp');
  let last: Told = book.tell(indicted.stream, {
    type: 'VoidRecords',
    data: { targets: mistaken.map((_, i) => ({ of: indicted, further: 1 + defendants.length + i })) },
    on: indicted.on,
    team,
    after: [indicted],
    reason: { code: 'TYPING_ERROR', text: '起诉书未列明的人员被录入' },
    lag: chance.between(0, 2),
  });
  for (const part of mistaken)
    last = book.tell(indicted.stream, {
      type: 'DecideNonProsecution',
      data: { suspect: idOf(part), kind: 'DISCRETIONARY', ground: '犯罪情节轻微' },
      on: indicted.on,
      team,
      after: [last],
      act: { legalBasis: 'CPL 177' },
    });
  return last;
}
