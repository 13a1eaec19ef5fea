import { otherPerson, thePerson } from '../fixtures.ts';
import { type Issue, type Said, given, voidOf } from '../kernel/specify.ts';
import {
  aroundInvestigation,
  investigationClosed,
  investigationCommandsOf,
  investigationFiled,
  investigationReviewed,
  investigationWithdrawn,
  nameCleared,
  noAction,
  otherInvestigated,
  otherNoAction,
  partySanctioned,
  personInvestigated,
  reviewChanged,
  reviewRequested,
  reviewUpheld,
  theInvestigation,
} from './investigation-fixtures.ts';
import { umbrellaInvestigation } from './investigation.ts';
import { correctedByDiscipline } from './lead-fixtures.ts';

const {
  ImposePartySanction: sanction,
  ImposeAdministrativeSanction: sanctionInOffice,
  DecideAccountability: hold,
  Admonish: admonish,
  DecideNoAction: decideNoAction,
  TransferToProsecution: transfer,
  RequestDispositionReview: request,
  DecideDispositionReview: decide,
  ClearName: clear,
} = investigationCommandsOf;
const dated = (issue: Issue, occurredOn: string): Issue => ({ ...issue, occurredOn });
const later = (said: Said, occurredOn = '2020-04-01'): Said => ({ ...said, occurredOn });
const saying = <T extends Issue | Said>(one: T, data: object): T => ({ ...one, data: { ...(one.data as object), ...data } });

const investigating = [...aroundInvestigation, investigationFiled, ...personInvestigated, ...otherInvestigated];
const reviewed = [...investigating, investigationReviewed];
const sanctioned = [...reviewed, partySanctioned, otherNoAction];
const cleanSheet = [...reviewed, noAction, otherNoAction];
const partOf = (...said: (Said | readonly Said[])[]) => given(...said).state(umbrellaInvestigation, theInvestigation).persons[0];

const dispositions: [string, Issue][] = [sanction, sanctionInOffice, hold, admonish, decideNoAction, transfer].map((issue) => [issue.type, issue]);
const several = dispositions.filter(([, issue]) => issue !== decideNoAction);

describe('a disposition', () => {
  it.each(dispositions)('%s comes after the review', (_, issue) => {
    given(investigating).when(issue).thenRejected('umbrella-investigation/is-investigating');
    given(investigating, later(investigationReviewed)).when(dated(issue, '2020-03-31')).thenRejected('umbrella-investigation/before-review');
  });
  it.each(dispositions)('%s is of a person who is investigated there', (_, issue) =>
    given(aroundInvestigation, investigationFiled, otherInvestigated, investigationReviewed)
      .when(issue)
      .thenRejected('umbrella-investigation/not-opened', { person: thePerson }),
  );
  it.each(dispositions)('%s is repeated without effect', (_, issue) => {
    const { events } = given(reviewed).when(issue);
    const told = events.map(({ type, data }): Said => ({ stream: theInvestigation, type, data }));
    expect(told).toHaveLength(1);
    given(reviewed, told).when(issue).thenNothing();
  });
  it('is one of a kind for each person', () => {
    given(sanctioned)
      .when(saying(sanction, { sanction: 'WARNING' }))
      .thenRejected('umbrella-investigation/other-outcome', { outcomes: ['PartySanctionImposed'] });
    given(sanctioned)
      .when(saying(sanction, { person: otherPerson }))
      .thenRejected('umbrella-investigation/other-outcome', { outcomes: ['NoActionDecided'] });
  });
  it.each(several.filter(([type]) => type !== 'ImposePartySanction'))('%s joins a sanction', (_, issue) =>
    expect(given(sanctioned).when(issue).events).toHaveLength(1),
  );
  it.each(several)('%s does not join a decision to take no action, nor the other way about', (_, issue) => {
    given(cleanSheet)
      .when(issue)
      .thenRejected('umbrella-investigation/other-outcome', { outcomes: ['NoActionDecided'] });
    const told = given(reviewed)
      .when(issue)
      .events.map(({ type, data }): Said => ({ stream: theInvestigation, type, data }));
    given(reviewed, told)
      .when(decideNoAction)
      .thenRejected('umbrella-investigation/other-outcome', { outcomes: [told[0]?.type] });
  });
  it('is kept for each person', () => {
    expect(partOf(sanctioned)).toMatchObject({ outcomes: [{ kind: 'PartySanctionImposed', as: 'EXPULSION' }], outcomeOn: '2020-03-20' });
    expect(partOf(cleanSheet)).toMatchObject({ outcomes: [{ kind: 'NoActionDecided', as: 'for the test' }] });
  });
  it('is not decided once the investigation is closed', () =>
    given(sanctioned, investigationClosed).when(sanctionInOffice).thenRejected('umbrella-investigation/is-closed'));
});

describe('the review of a disposition', () => {
  const level = (issue: Issue, as: string): Issue => saying(issue, { level: as });
  it('is of a disposition', () => given(reviewed).when(request).thenRejected('umbrella-investigation/no-outcome'));
  it('is of a person who is investigated there', () => {
    for (const issue of [request, decide, clear])
      given(aroundInvestigation, investigationFiled, otherInvestigated, investigationReviewed).when(issue).thenRejected('umbrella-investigation/not-opened');
  });
  it('is asked for before it is decided, also after the closing', () => {
    given(sanctioned).when(decide).thenRejected('umbrella-investigation/review-not-requested');
    given(sanctioned, investigationClosed).when(request).then('DispositionReviewRequested');
    given(sanctioned, investigationClosed, reviewRequested).when(decide).then('DispositionReviewed');
  });
  it('comes before a further review', () => {
    given(sanctioned, reviewRequested).when(level(decide, 'FURTHER_REVIEW')).thenRejected('umbrella-investigation/no-review-yet');
    given(sanctioned, reviewRequested, reviewUpheld, reviewRequested).when(level(decide, 'FURTHER_REVIEW')).then('DispositionReviewed');
  });
  it('is decided once', () => {
    given(sanctioned, reviewRequested, reviewUpheld).when(decide).thenNothing();
    given(sanctioned, reviewRequested, reviewUpheld)
      .when(saying(decide, { outcome: 'CHANGED' }))
      .thenRejected('umbrella-investigation/review-not-requested');
  });
  it('leaves what it upholds', () =>
    expect(partOf(sanctioned, reviewRequested, reviewUpheld)).toMatchObject({ review: 'upheld', outcomes: [{ kind: 'PartySanctionImposed' }] }));
  it('lets what it changes be decided anew, even after the closing', () => {
    const changed = [...sanctioned, investigationClosed, reviewRequested, reviewChanged];
    expect(partOf(changed)).toMatchObject({ review: 'changed', outcomes: [] });
    given(changed)
      .when(saying(sanction, { sanction: 'WARNING' }))
      .then('PartySanctionImposed');
    given(changed, saying(partySanctioned, { sanction: 'WARNING' }))
      .when(sanctionInOffice)
      .then('AdministrativeSanctionImposed');
    given(changed)
      .when(saying(sanction, { person: otherPerson }))
      .thenRejected('umbrella-investigation/is-closed');
    given(sanctioned, reviewRequested, later(reviewChanged)).when(dated(sanction, '2020-03-31')).thenRejected('umbrella-investigation/before-review');
  });
  it('comes after what it is about', () => {
    given(reviewed, later(partySanctioned)).when(dated(request, '2020-03-31')).thenRejected('umbrella-investigation/before-outcome');
    given(sanctioned, later(reviewRequested)).when(dated(decide, '2020-03-31')).thenRejected('umbrella-investigation/before-outcome');
  });
});

describe('a name', () => {
  it('is cleared where no action was taken', () => {
    given(sanctioned).when(clear).thenRejected('umbrella-investigation/not-clearable');
    given(reviewed).when(clear).thenRejected('umbrella-investigation/not-clearable');
    given(cleanSheet).when(clear).then('NameCleared');
    given(cleanSheet, investigationClosed).when(clear).then('NameCleared');
    expect(partOf(cleanSheet, nameCleared)).toMatchObject({ isCleared: true });
  });
  it('is cleared where the investigation was withdrawn', () => {
    given(investigating, investigationWithdrawn).when(clear).then('NameCleared');
    given(investigating, investigationWithdrawn, nameCleared).when(clear).thenNothing();
  });
  it('is cleared after that', () => {
    given(reviewed, later(noAction)).when(dated(clear, '2020-03-31')).thenRejected('umbrella-investigation/before-outcome');
    given(investigating, later(investigationWithdrawn)).when(dated(clear, '2020-03-31')).thenRejected('umbrella-investigation/before-outcome');
  });
});

describe('a disposition with records voided', () => {
  // 1 filed, 2 and 3 persons opened, 4 reviewed, 5 the outcome, 6 that of the other
  const voided = (said: readonly Said[], ...versions: number[]) =>
    given(said).when({ ...voidOf(said, theInvestigation, ...versions), ...correctedByDiscipline });
  const undo = (version: number): Said => ({ stream: theInvestigation, type: 'RecordVoided', data: { target: `${theInvestigation}@${version}` } });
  it('stands on the review, and on the person', () => {
    voided(sanctioned, 4).thenRejected('correction/relied-on');
    voided(sanctioned, 2).thenRejected('correction/relied-on');
    voided(sanctioned, 5).then('RecordVoided');
  });
  it('stands beside nothing that excludes it', () => {
    voided([...reviewed, noAction, undo(5), partySanctioned], 6).thenRejected('correction/relied-on');
    voided([...reviewed, partySanctioned, undo(5), partySanctioned], 6).thenRejected('correction/relied-on');
  });
  it('decided anew after the closing stands on the review that changed it', () => {
    const anew = [...sanctioned, investigationClosed, reviewRequested, reviewChanged, saying(partySanctioned, { sanction: 'WARNING' })];
    voided(anew, 9).thenRejected('correction/relied-on');
    voided(anew, 10).then('RecordVoided');
  });
  it('is what its review stands on, and that on its request', () => {
    voided([...sanctioned, reviewRequested, reviewUpheld], 5).thenRejected('correction/relied-on');
    voided([...sanctioned, reviewRequested, reviewUpheld], 7).thenRejected('correction/relied-on');
    voided([...sanctioned, reviewRequested, reviewUpheld], 8).then('RecordVoided');
    const further = saying(reviewUpheld, { level: 'FURTHER_REVIEW' });
    voided([...sanctioned, reviewRequested, reviewUpheld, reviewRequested, further], 8).thenRejected('correction/relied-on');
  });
  it('of no action, or the withdrawal, is what a cleared name stands on', () => {
    voided([...cleanSheet, nameCleared], 5).thenRejected('correction/relied-on');
    voided([...cleanSheet, nameCleared], 7).then('RecordVoided');
    voided([...investigating, investigationWithdrawn, nameCleared], 4).thenRejected('correction/relied-on');
  });
});
