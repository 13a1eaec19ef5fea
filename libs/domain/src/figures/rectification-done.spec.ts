import type { RecommendationEvent } from '../rectification/recommendation-messages.ts';
import type { MechanismEvent, ProblemEvent, RectificationPlanEvent } from '../rectification/rectification-messages.ts';
import { civilDate } from '../kernel/civil-date.ts';
import type { FigureId } from './figure.ts';
import { toldTypes } from './told-events.ts';
import type { Stream } from './history.ts';
import { SHIBEI, SHINAN, Story } from './testing/story.ts';

type Document = {
  readonly figure: FigureId;
  readonly unit: 'recommendation' | 'rectification_plan' | 'mechanism' | 'problem';
  readonly begun: 'RecommendationDrafted' | 'PlanDrafted' | 'MechanismDrafted' | 'ProblemFound';
  readonly done: 'RecommendationServed' | 'PlanAdopted' | 'MechanismIssued' | 'ProblemAccepted';
  readonly undone: readonly ('RecommendationWithdrawn' | 'PlanSuperseded' | 'PlanAbandoned' | 'MechanismRepealed' | 'ProblemReopened')[];
};
const documents: readonly Document[] = [
  { figure: 'F19', unit: 'recommendation', begun: 'RecommendationDrafted', done: 'RecommendationServed', undone: ['RecommendationWithdrawn'] },
  { figure: 'F20', unit: 'rectification_plan', begun: 'PlanDrafted', done: 'PlanAdopted', undone: ['PlanSuperseded', 'PlanAbandoned'] },
  { figure: 'F21', unit: 'mechanism', begun: 'MechanismDrafted', done: 'MechanismIssued', undone: ['MechanismRepealed'] },
  { figure: 'F22', unit: 'problem', begun: 'ProblemFound', done: 'ProblemAccepted', undone: ['ProblemReopened'] },
];

describe.each(documents)('$figure, counted by $done', ({ figure, unit, begun, done, undone }) => {
  const finish = (story: Story, document: Stream, on: string) =>
    done === 'MechanismIssued' ? story.tell(on, document, done, { inForceFrom: civilDate.parse(on) }) : story.tell(on, document, done, {});
  const drafted = () => {
    const story = new Story();
    const document = story.stream(unit);
    return { story, document, draft: story.tell('2018-01-10', document, begun, { district: SHINAN }) };
  };
  const finished = (on = '2019-03-03') => {
    const { story, document, draft } = drafted();
    return { story, document, draft, act: finish(story, document, on) };
  };

  it('begins with that day', () => expect(finished().story.around(figure, '2019-03-03')).toEqual([0, 1]));
  it(`does not count what has only come to ${begun}`, () => expect(drafted().story.value(figure, '2019-12-31')).toBe(0));
  it.each([
    ['2018-01-23', 0],
    ['2018-01-24', 1],
  ])('counts what was done on %s: %i', (on, value) => expect(finished(on).story.value(figure, '2019-12-31')).toBe(value));
  it('counts once what was done twice', () => {
    const { story, document } = finished();
    finish(story, document, '2019-04-01');
    expect(story.value(figure, '2019-12-31')).toBe(1);
  });
  it('counts two of the same content twice, each in the district it is of', () => {
    const { story } = finished();
    const another = story.stream(unit);
    story.tell('2019-02-01', another, begun, { district: SHIBEI });
    finish(story, another, '2019-05-09');
    expect([...story.around(figure, '2019-05-09'), ...story.around(figure, '2019-05-09', SHIBEI)]).toEqual([1, 2, 0, 1]);
  });
  it('K1: never counted what is voided, at any date; before the void it did', () => {
    const { story, act } = finished();
    story.void(act);
    expect([story.value(figure, '2019-12-31'), story.value(figure, '2019-12-31', act)]).toEqual([0, 1]);
  });
  it('K1: never counted what was begun by mistake', () => {
    const { story, draft, act } = finished();
    story.void(draft);
    expect([story.value(figure, '2019-12-31'), story.value(figure, '2019-12-31', act)]).toEqual([0, 1]);
  });
  it.each(undone)('loses it on the day of %s, and has it back at every date once that is voided', (type) => {
    const { story, document } = finished();
    const act = story.tell('2019-05-09', document, type, {});
    expect(story.around(figure, '2019-05-09')).toEqual([1, 0]);
    story.void(act);
    expect(story.around(figure, '2019-05-09')).toEqual([1, 1]);
  });
  it('K10: counts a late entry from its own date, once it is known', () => {
    const { story, act } = finished();
    expect(story.learning(figure, act, '2019-03-03')).toEqual([0, 1]);
  });
});

describe('F21, mechanisms in force', () => {
  const issued = (on: string, ...inForceFrom: string[]) => {
    const story = new Story();
    const mechanism = story.stream('mechanism');
    story.tell('2018-01-10', mechanism, 'MechanismDrafted', { district: SHINAN });
    const acts = inForceFrom.map((from) => story.tell(on, mechanism, 'MechanismIssued', { inForceFrom: civilDate.parse(from) }));
    return { story, mechanism, acts };
  };

  it('begin with the day they are in force from, not with the day they are issued', () => {
    const { story } = issued('2019-03-03', '2019-04-01');
    expect([...story.around('F21', '2019-03-03'), ...story.around('F21', '2019-04-01')]).toEqual([0, 0, 0, 1]);
  });
  it('begin with the earliest of two days, and with the other once that issue is voided', () => {
    const { story, acts } = issued('2019-03-03', '2019-05-01', '2019-04-01');
    expect(story.around('F21', '2019-04-01')).toEqual([0, 1]);
    story.void(acts[1] as number);
    expect([...story.around('F21', '2019-04-01'), ...story.around('F21', '2019-05-01')]).toEqual([0, 0, 0, 1]);
  });
  it('never begin when they are repealed before they are in force', () => {
    const { story, mechanism } = issued('2019-03-03', '2019-04-01');
    const repeal = story.tell('2019-03-20', mechanism, 'MechanismRepealed', {});
    expect(story.value('F21', '2019-12-31')).toBe(0);
    story.void(repeal);
    expect(story.around('F21', '2019-04-01')).toEqual([0, 1]);
  });
  it('are of the campaign by the day of issue: what was issued before it never counts', () => {
    expect(issued('2018-01-23', '2018-03-01').story.value('F21', '2019-12-31')).toBe(0);
  });
});

describe('F22, problems remedied', () => {
  it('K3: loses a problem that is reopened, and counts it again once it is accepted again', () => {
    const story = new Story();
    const problem = story.stream('problem');
    story.tell('2019-01-01', problem, 'ProblemFound', { district: SHINAN });
    story.tell('2019-03-03', problem, 'ProblemAccepted', {});
    story.tell('2019-05-09', problem, 'ProblemReopened', {});
    story.tell('2019-06-09', problem, 'ProblemAccepted', {});
    expect([...story.around('F22', '2019-05-09'), ...story.around('F22', '2019-06-09')]).toEqual([1, 0, 0, 1]);
  });
});

describe('what adds nothing to F19 to F22', () => {
  it('is nothing that counting is told of: an amendment, an objection that is rejected, a reply that is inadequate, another issuer, what is reported done', () => {
    const passedOver: readonly (RecommendationEvent | MechanismEvent | RectificationPlanEvent | ProblemEvent)['type'][] = [
      ...(['RecommendationAmended', 'ObjectionDecided', 'ReplyAssessed', 'RecommendationKindCorrected'] as const),
      ...(['PlanAccepted', 'MechanismAmended', 'ProblemReportedDone'] as const),
    ];
    for (const type of passedOver) expect(toldTypes).not.toContain(type);
  });
});
