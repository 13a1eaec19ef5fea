import {
  arrestRequested,
  bailed,
  cameBack,
  caseCommandsOf,
  classified,
  closed,
  concluded,
  crackRevoked,
  cracked,
  detained,
  elsewhere,
  filed,
  filingRefused,
  fourSuspects,
  groupWithdrawn,
  groupsMerged,
  identified,
  groupRegistered,
  leftTheCity,
  linkedToGroup,
  merged,
  openedElsewhere,
  otherCase,
  otherFiled,
  otherGroupRegistered,
  otherOpened,
  participationClosed,
  reclassified,
  released,
  reopened,
  reported,
  sameElsewhere,
  started,
  suspectOpened,
  theCase,
  theGroup,
  theSuspect,
  transferred,
  underInvestigation,
  withdrawn,
} from '../fixtures.ts';
import type { Role } from '../kernel/envelope.ts';
import { type Issue, type Outcomes, type Said, everyPair, given, leader, procurator, rolesFor, secondLeader, unfit, voidOf } from '../kernel/specify.ts';
import { caseTransferred, prosecutionOpened, theProsecution } from '../prosecution/prosecution-fixtures.ts';
import { criminalCase } from './criminal-case.ts';
import { type CriminalCaseCommand, withdrawalGrounds } from './criminal-case-messages.ts';

type Type = CriminalCaseCommand['type'];
const {
  CrackCase: crack,
  FileCase: file,
  ReclassifyScope: reclassify,
  TransferCase: transfer,
  MergeCase: merge,
  WithdrawCase: withdraw,
  LinkGroup: link,
} = caseCommandsOf;
const move = (scope: string, toDistrict?: string): Issue => ({ ...transfer, data: { scope, toAgency: 'psb-370203', ...(toDistrict && { toDistrict }) } });
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const alone = ({ approvedBy: _, ...issue }: Issue): Issue => issue;
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const stateOf = (...said: (Said | readonly Said[])[]) => given(...said).state(criminalCase, theCase);

/** What every case of these situations can refer to. */
const around = [...otherFiled, identified, groupRegistered];
const investigating = [...around, ...underInvestigation];
const situations = {
  unknown: { is: 'unknown', said: around },
  reported: { is: 'reported', said: [...around, reported] },
  'filing refused': { is: 'filing-refused', said: [...around, reported, filingRefused] },
  filed: { is: 'filed', said: [...around, reported, filed] },
  'filed, with a suspect': { is: 'filed', said: [...around, reported, filed, ...suspectOpened] },
  'under investigation': { is: 'investigating', said: investigating },
  classified: { is: 'investigating', said: [...investigating, classified] },
  cracked: { is: 'investigating', said: [...investigating, cracked] },
  'no longer cracked': { is: 'investigating', said: [...investigating, cracked, crackRevoked] },
  concluded: { is: 'concluded', said: [...investigating, concluded] },
  'concluded, cracked and classified': { is: 'concluded', said: [...investigating, classified, cracked, concluded] },
  'transferred for prosecution': { is: 'transferred', said: [...investigating, classified, concluded, transferred] },
  closed: { is: 'closed', said: [...investigating, classified, concluded, transferred, closed] },
  withdrawn: { is: 'withdrawn', said: [...investigating, cracked, withdrawn] },
  reopened: { is: 'filed', said: [...investigating, cracked, withdrawn, reopened] },
  merged: { is: 'merged', said: [...investigating, merged] },
  'out of the city': { is: 'transferred-out', said: [...investigating, leftTheCity] },
  'back in the city': { is: 'investigating', said: [...investigating, leftTheCity, cameBack] },
};

const open = {
  LinkGroup: 'CaseLinkedToGroup + GroupCaseListed',
  MergeCase: 'CasesMerged',
  SplitCase: 'CaseSplit + CaseFiled',
  TransferCase: 'CaseTransferred',
  CorrectCaseNumber: 'CaseNumberCorrected',
  WithdrawCase: 'CaseWithdrawn',
  VoidRecords: 'RecordVoided',
};
const unclassified = { ClassifyScope: 'CaseScopeClassified', ReclassifyScope: 'criminal-case/not-classified' };
const isClassified = { ClassifyScope: 'nothing', ReclassifyScope: 'CaseScopeReclassified' };
const uncracked = { CrackCase: 'CaseCracked', RevokeCrack: 'criminal-case/not-cracked' };
const isCracked = { CrackCase: 'nothing', RevokeCrack: 'CrackRevoked' };
const conclude = { ConcludeInvestigation: 'InvestigationConcluded' };
const toProsecution = { ConcludeInvestigation: 'nothing', TransferForProsecution: 'TransferredForProsecution' };

const outcomes: Outcomes<keyof typeof situations, Type> = {
  unknown: { AcceptReport: 'ReportAccepted', VoidRecords: 'correction/no-such-record' },
  reported: { FileCase: 'CaseFiled', RefuseFiling: 'FilingRefused', VoidRecords: 'RecordVoided' },
  'filing refused': { RefuseFiling: 'nothing', VoidRecords: 'RecordVoided' },
  filed: { ...open, ...unclassified, FileCase: 'nothing', StartInvestigation: 'InvestigationStarted' },
  'filed, with a suspect': { ...open, ...unclassified, FileCase: 'nothing', StartInvestigation: 'InvestigationStarted', VoidRecords: 'correction/relied-on' },
  'under investigation': { ...open, ...unclassified, ...uncracked, ...conclude },
  classified: { ...open, ...isClassified, ...uncracked, ...conclude },
  cracked: { ...open, ...unclassified, ...isCracked, ...conclude },
  'no longer cracked': { ...open, ...unclassified, ...uncracked, ...conclude },
  concluded: { ...open, ...unclassified, RevokeCrack: 'criminal-case/not-cracked', ...toProsecution },
  'concluded, cracked and classified': { ...open, ...isClassified, ...isCracked, ...toProsecution },
  'transferred for prosecution': {
    ...isClassified,
    CorrectCaseNumber: 'CaseNumberCorrected',
    TransferForProsecution: 'nothing',
    CloseCase: 'CaseClosed',
    VoidRecords: 'RecordVoided',
  },
  closed: { ...isClassified, CorrectCaseNumber: 'CaseNumberCorrected', CloseCase: 'nothing', VoidRecords: 'RecordVoided' },
  withdrawn: { WithdrawCase: 'nothing', ReopenCase: 'CaseReopened', VoidRecords: 'RecordVoided' },
  reopened: { ...open, ...unclassified, FileCase: 'nothing', StartInvestigation: 'InvestigationStarted' },
  merged: { MergeCase: 'nothing', VoidRecords: 'RecordVoided' },
  'out of the city': { TransferCase: 'criminal-case/transfer-direction', VoidRecords: 'RecordVoided' },
  'back in the city': { ...open, ...unclassified, ...uncracked, ...conclude },
};

const police: readonly Role[] = ['POLICE_INVESTIGATOR', 'POLICE_LEADER'];
const leaders: readonly Role[] = ['POLICE_LEADER'];
const allowed: Record<Type, readonly Role[]> = {
  AcceptReport: police,
  FileCase: leaders,
  RefuseFiling: leaders,
  StartInvestigation: leaders,
  ClassifyScope: leaders,
  ReclassifyScope: police,
  CrackCase: leaders,
  RevokeCrack: police,
  LinkGroup: police,
  MergeCase: police,
  SplitCase: police,
  TransferCase: police,
  CorrectCaseNumber: police,
  WithdrawCase: police,
  ReopenCase: leaders,
  ConcludeInvestigation: leaders,
  TransferForProsecution: leaders,
  CloseCase: leaders,
};

describe('a criminal case', () => {
  it.each(everyPair(theCase, situations, caseCommandsOf, outcomes))('%s: %s → %s', (_situation, _command, expected, said, issue) => {
    const outcome = given(said).when(issue);
    expect(outcome.summary).toBe(expected);
    expect(unfit(outcome, theCase)).toEqual([]);
  });

  it.each(Object.entries(allowed) as [Type, Role[]][])('%s is for a %s', (command, roles) => expect(rolesFor(caseCommandsOf[command])).toEqual(roles));

  it('is filed by another person than the one who took the report', () => {
    given(reported).when(file).then('CaseFiled');
    given({ ...reported, by: leader })
      .when(file)
      .thenRejected('criminal-case/own-report');
    given({ ...reported, by: leader })
      .when(caseCommandsOf.RefuseFiling)
      .thenRejected('criminal-case/own-report');
  });
  it('is filed in the district of the report', () =>
    expect(given(reported).when(file).events[0]?.data).toMatchObject({ caseNumber: 'C-1', district: '370202' }));
  it('is not filed under a second number', () =>
    given(reported, filed)
      .when({ ...file, data: { caseNumber: 'C-7', offences: ['x'], leadAgency: 'x' } })
      .thenRejected('criminal-case/is-filed'));
  it('is not transferred for prosecution under a second number', () =>
    given(underInvestigation, concluded, transferred)
      .when({ ...caseCommandsOf.TransferForProsecution, data: { prosecutionNumber: 'P-2', suspects: [theSuspect] } })
      .thenRejected('criminal-case/is-transferred'));
  it('keeps its classification until it is reclassified', () => {
    const toEvil: Issue = { ...caseCommandsOf.ClassifyScope, data: { scope: 'EVIL', listVersion: '2019', basis: 'x' } };
    given(underInvestigation, classified).when(toEvil).thenRejected('criminal-case/already-classified');
    expect(given(underInvestigation, classified).when(reclassify).events[0]?.data).toMatchObject({ from: 'MAFIA', scope: 'EVIL' });
    given(underInvestigation, classified, reclassified).when(reclassify).thenNothing();
  });

  describe('names its suspects', () => {
    const naming = (id: string): Issue => ({ ...crack, data: { suspects: [theSuspect, id] } });
    it('only its own, when it is cracked', () => {
      given(underInvestigation, otherFiled, openedElsewhere).when(naming(sameElsewhere)).thenRejected('criminal-case/not-a-suspect-here');
      given(underInvestigation, otherOpened)
        .when(naming(otherOpened[1]?.stream as string))
        .then('CaseCracked');
    });
    it('only its own, when it goes to the procuratorate', () =>
      given(underInvestigation, concluded, otherFiled, openedElsewhere)
        .when({ ...caseCommandsOf.TransferForProsecution, data: { prosecutionNumber: 'P-1', suspects: [sameElsewhere] } })
        .thenRejected('criminal-case/not-a-suspect-here'));
  });

  describe('linked to a group', () => {
    it('once', () => given(investigating, linkedToGroup).when(link).thenNothing());
    it('that exists', () => given(underInvestigation).when(link).thenRejected('crime-group/is-unknown'));
    it('that was not merged into another', () => given(investigating, otherGroupRegistered, groupsMerged).when(link).thenRejected('crime-group/is-merged'));
    it('that was not withdrawn', () => given(investigating, groupWithdrawn).when(link).thenRejected('crime-group/is-withdrawn'));
    it('tells the group too', () =>
      expect(
        given(investigating)
          .when(link)
          .events.map(({ on }) => on),
      ).toEqual([undefined, theGroup]));
  });

  describe('merged', () => {
    const inOtherDistrict = elsewhere(
      [
        { ...reported, data: { ...(reported.data as object), district: '370203' } },
        { ...filed, data: { ...(filed.data as object), district: '370203' } },
      ],
      otherCase,
    );
    it('not into itself', () =>
      given(underInvestigation)
        .when({ ...merge, data: { survivor: theCase } })
        .thenRejected('criminal-case/merged-with-itself'));
    it('into an open case only', () => {
      given(underInvestigation).when(merge).thenRejected('criminal-case/survivor-not-open');
      given(underInvestigation, otherFiled, elsewhere([withdrawn], otherCase))
        .when(merge)
        .thenRejected('criminal-case/survivor-not-open');
    });
    it('across districts under designated jurisdiction only', () => {
      given(underInvestigation, inOtherDistrict).when(merge).thenRejected('criminal-case/other-jurisdiction');
      given(underInvestigation, inOtherDistrict)
        .when({ ...merge, data: { survivor: otherCase, designation: 'D-1' } })
        .then('CasesMerged');
    });
    it('not before the other one was filed', () =>
      given(underInvestigation, elsewhere([reported, later(filed)], otherCase))
        .when(dated(merge, '2020-03-25'))
        .thenRejected('criminal-case/before-filing'));
    it('is the end of it', () => expect(stateOf(otherFiled, underInvestigation, merged)).toMatchObject({ status: 'merged', mergedInto: otherCase }));
  });

  it('splits into cases that are filed in its district and name it', () => {
    const [split, child] = given(underInvestigation).when(caseCommandsOf.SplitCase).events;
    expect(split?.data).toEqual({ children: [child?.on] });
    expect(child?.data).toMatchObject({ caseNumber: 'C-2', district: '370202', leadAgency: 'psb-370202', splitFrom: theCase });
  });

  describe('transferred', () => {
    it('between districts (K8)', () => {
      const when = (issue: Issue) => given(underInvestigation).when(issue);
      when(move('DISTRICT', '370203')).then('CaseTransferred');
      when(move('DISTRICT', '370202')).thenRejected('criminal-case/same-district');
      when(alone(transfer)).thenRejected('correction/second-person-required', { kind: 'K8' });
    });
    it('out of the city (K7), and only then back in', () => {
      given(underInvestigation).when(move('CITY_OUT')).then('CaseTransferred');
      given(underInvestigation).when(move('CITY_IN', '370203')).thenRejected('criminal-case/transfer-direction');
      given(underInvestigation, leftTheCity).when(move('CITY_IN', '370203')).then('CaseTransferred');
      given(underInvestigation, leftTheCity).when(move('CITY_OUT')).thenRejected('criminal-case/transfer-direction');
    });
    it('takes its district and agency along', () => {
      const toLaoshan = { ...cameBack, data: { ...(cameBack.data as object), toAgency: 'psb-370212', toDistrict: '370212' } };
      expect(stateOf(underInvestigation, leftTheCity)).toMatchObject({ status: 'transferred_out', leadAgency: 'psb-370100' });
      expect(stateOf(underInvestigation, leftTheCity, toLaoshan)).toMatchObject({ status: 'investigating', district: '370212', leadAgency: 'psb-370212' });
    });
  });

  describe('withdrawn', () => {
    it.each(withdrawalGrounds)('on the ground %s', (ground) =>
      given(underInvestigation)
        .when({ ...withdraw, data: { ground } })
        .then('CaseWithdrawn'),
    );
    it('once nobody is under a measure in it', () => {
      given(underInvestigation, detained).when(withdraw).thenRejected('criminal-case/suspects-under-measure');
      given(underInvestigation, detained, arrestRequested).when(withdraw).thenRejected('criminal-case/suspects-under-measure');
      given(underInvestigation, detained, bailed).when(withdraw).thenRejected('criminal-case/suspects-under-measure');
      given(underInvestigation, detained, released).when(withdraw).then('CaseWithdrawn');
    });
    it('takes the crack with it, and reopened it starts again', () => {
      expect(stateOf(underInvestigation, cracked, withdrawn)).toMatchObject({ status: 'withdrawn', isCracked: false });
      given(underInvestigation, cracked, withdrawn, reopened, started).when(crack).then('CaseCracked');
    });
  });

  describe('has an order in time', () => {
    const before = '2020-03-19';
    it('not filed, nor refused, before the report', () => {
      given(reported).when(dated(file, before)).thenRejected('criminal-case/before-report');
      given(reported).when(dated(caseCommandsOf.RefuseFiling, before)).thenRejected('criminal-case/before-report');
      given(reported).when(dated(file, '2020-03-20')).then('CaseFiled');
    });
    const afterFiling: [Type, readonly Said[]][] = [
      ['StartInvestigation', situations.filed.said],
      ['ClassifyScope', investigating],
      ['CrackCase', investigating],
      ['LinkGroup', investigating],
      ['SplitCase', investigating],
      ['TransferCase', investigating],
      ['WithdrawCase', investigating],
      ['ConcludeInvestigation', investigating],
      ['TransferForProsecution', [...investigating, concluded]],
      ['MergeCase', investigating],
    ];
    it.each(afterFiling)('no %s before the filing', (command, said) =>
      given(said).when(dated(caseCommandsOf[command], before)).thenRejected('criminal-case/before-filing'),
    );
    it('not reclassified before it was classified', () =>
      given(underInvestigation, later(classified)).when(dated(reclassify, '2020-03-31')).thenRejected('criminal-case/before-classification'));
    it('no change of the crack before the last one', () => {
      given(underInvestigation, later(cracked)).when(dated(caseCommandsOf.RevokeCrack, '2020-03-31')).thenRejected('criminal-case/before-crack');
      given(underInvestigation, later(cracked)).when(dated(withdraw, '2020-03-31')).thenRejected('criminal-case/before-crack');
      given(underInvestigation, cracked, later(crackRevoked)).when(dated(crack, '2020-03-31')).thenRejected('criminal-case/before-crack');
      given(underInvestigation, withdrawn, later(reopened), started).when(dated(crack, '2020-03-31')).thenRejected('criminal-case/before-crack');
    });
    it('not reopened before it was withdrawn', () =>
      given(underInvestigation, later(withdrawn)).when(dated(caseCommandsOf.ReopenCase, '2020-03-31')).thenRejected('criminal-case/before-withdrawal'));
    it('not back before it left', () =>
      given(underInvestigation, later(leftTheCity))
        .when(dated(move('CITY_IN', '370203'), '2020-03-31'))
        .thenRejected('criminal-case/before-transfer'));
    it('not closed before it went to the procuratorate', () =>
      given(underInvestigation, concluded, later(transferred))
        .when(dated(caseCommandsOf.CloseCase, '2020-03-31'))
        .thenRejected('criminal-case/before-transfer-for-prosecution'));
    it('nothing tomorrow', () => given(underInvestigation).when(dated(crack, '2020-04-09')).thenRejected('date/in-future'));
    it('nothing late by one person alone', () => {
      const past = underInvestigation.map((said) => later(said, '2020-02-01'));
      given(past).when(dated(crack, '2020-03-09')).then('CaseCracked');
      given(past).when(dated(crack, '2020-03-08')).thenRejected('correction/second-person-required', { kind: 'K10' });
      given(past)
        .when({ ...dated(crack, '2020-03-08'), approvedBy: secondLeader })
        .then('CaseCracked');
    });
  });

  describe('with records voided', () => {
    const voided = (said: readonly Said[], ...versions: number[]) => given(said).when(voidOf(said, theCase, ...versions));
    const told = [...underInvestigation, classified, reclassified]; // 1 reported, 2 filed, 3 started, 4 suspect listed, 5 classified, 6 reclassified
    it('a reclassification stands on its classification', () => {
      voided(told, 5).thenRejected('correction/relied-on');
      voided(told, 5, 6).then('RecordVoided', 'RecordVoided');
    });
    it('a case is classified once', () => {
      const undone = { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@5` } };
      voided([...underInvestigation, classified, undone, classified], 6).thenRejected('correction/relied-on');
    });
    it('a revocation stands on its crack, and a second crack on the revocation', () => {
      voided([...underInvestigation, cracked, crackRevoked], 5).thenRejected('correction/relied-on');
      voided([...underInvestigation, cracked, crackRevoked, cracked], 6).thenRejected('correction/relied-on');
    });
    it('a return stands on the departure', () => voided([...underInvestigation, leftTheCity, cameBack], 5).thenRejected('correction/relied-on'));
    it('suspects stand on the filing, and stay listed', () => {
      voided(underInvestigation, 1, 2, 3).thenRejected('correction/relied-on');
      voided(underInvestigation, 4).thenRejected('correction/relied-on');
    });
    it('stays withdrawn while a suspect is held for it', () => {
      const withdrawal = { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@5` } };
      const said = [...underInvestigation, withdrawn, withdrawal];
      voided([...said, detained], 6).thenRejected('correction/relied-on');
      voided(said, 6).then('RecordVoided');
    });
    it('stays transferred while the procuratorate has a file on it', () => {
      const inFile = [...caseTransferred, ...prosecutionOpened];
      const isTransfer = caseTransferred.filter(({ stream }) => stream === theCase).findIndex(({ type }) => type === transferred.type) + 1;
      const fileVoided = { stream: theProsecution, type: 'RecordVoided', data: { target: `${theProsecution}@1` } };
      const transferVoided = { stream: theCase, type: 'RecordVoided', data: { target: `${theCase}@${isTransfer}` } };
      voided(caseTransferred, isTransfer).then('RecordVoided');
      voided(inFile, isTransfer).thenRejected('correction/relied-on', { reliedOnBy: [theProsecution] });
      voided([...inFile, closed], isTransfer + 1).then('RecordVoided');
      voided([...inFile, fileVoided], isTransfer).then('RecordVoided');
      const putBack = { ...voidOf([], theProsecution, 2), by: procurator };
      given(inFile, fileVoided).when(putBack).then('RecordVoided');
      given(inFile, fileVoided, transferVoided).when(putBack).thenRejected('prosecution/case-not-transferred');
    });
  });

  it('knows its suspects by their own streams', () => {
    expect(stateOf(underInvestigation, fourSuspects).suspects).toHaveLength(5);
    given(underInvestigation, participationClosed)
      .when({ ...crack, by: leader })
      .then('CaseCracked');
  });
});
