import { type Day, CITY_LEVEL, dateOf, dayOf } from '@casetrail/domain';
import { anyDistrict, teamOf } from './handling.ts';
import type { Desk } from './paper-numbers.ts';
import { projectChanges, projects } from './plan-services.ts';
import type { Team, Told } from './record-book.ts';
import { serialCode } from './registers.ts';

const risks = ['LOW', 'LOW', 'LOW', 'MEDIUM', 'MEDIUM', 'HIGH'] as const;
type Project = (typeof projects)[number];
type Changes = { readonly isDeferred: boolean; readonly isMiswritten: boolean; readonly isEnteredTwice: boolean };
const none: Changes = { isDeferred: false, isMiswritten: false, isEnteredTwice: false };

/** Major projects of the city and its districts: registered, assessed and decided. */
export function tellProjects(desk: Desk): void {
  const { deferred, requirementCorrected, enteredTwice } = projectChanges;
  projects.forEach((kind, i) => {
    for (let serial = 0; serial < kind.projects; serial++)
      tellProject(
        kind,
        i > 0
          ? none
          : {
              isDeferred: serial < deferred,
              isMiswritten: serial >= deferred && serial < deferred + requirementCorrected,
              isEnteredTwice: serial >= kind.projects - enteredTwice,
            },
        desk,
      );
  });
}

function tellProject({ level, requiresAssessment, assessed, from, to, decided }: Project, changes: Changes, desk: Desk): void {
  const { book, chance } = desk;
  const decidedOn = chance.between(dayOf(from), dayOf(to));
  const district = level === 'CITY' ? CITY_LEVEL : anyDistrict(chance, 0);
  const team = teamOf('dept', district, desk);
  const registeredOn = decidedOn - chance.between(70, 150);
  const { isDeferred, isMiswritten, isEnteredTwice } = changes;
  const registered = register(level, requiresAssessment !== isMiswritten, registeredOn, team, desk);
  const { stream } = registered;
  if (isMiswritten)
    book.tell(stream, { type: 'CorrectRequirement', data: { requiresAssessment }, on: registeredOn + chance.between(3, 20), team, after: [registered] });
  if (isEnteredTwice) registerTwice(level, registeredOn, team, desk);
  const assess = (on: Day, after: Told): Told => {
    return book.tell(stream, { type: 'CompleteAssessment', data: { risk: chance.pick(risks) }, on, team, after: [after] });
  };
  const before = assessed === 'BEFORE' ? assess(decidedOn - chance.between(25, 45), registered) : registered;
  if (!decided) return;
  // who assessed does not decide
  const decide = (decision: 'APPROVED' | 'REJECTED' | 'DEFERRED', on: Day, after: Told): Told =>
    book.tell(stream, { type: 'DecideProject', data: { decision }, on, team, second: true, after: [after] });
  const first = isDeferred ? decide('DEFERRED', decidedOn - chance.between(5, 15), before) : before;
  const last = decide(chance.happens(0.92) ? 'APPROVED' : 'REJECTED', decidedOn, first);
  if (assessed === 'DAY_AFTER') assess(decidedOn + 1, last);
}

function register(level: 'CITY' | 'DISTRICT', requiresAssessment: boolean, on: Day, team: Team, { book, numbers }: Desk): Told<'major_project'> {
  const year = dateOf(on).slice(0, 4);
  const code = serialCode(`ZDXM-${team.district}-${year}`, numbers.serial(`project${team.district}${year}`));
  return book.open('major_project', { type: 'RegisterProject', data: { code, level, requiresAssessment, district: team.district }, on, team });
}

/** Another department of the same level entered it, too. */
function registerTwice(level: 'CITY' | 'DISTRICT', on: Day, team: Team, desk: Desk): void {
  const told = register(level, true, on + 4, team, desk);
  const found = on + desk.chance.between(20, 40);
  desk.book.tell(told.stream, {
    type: 'VoidRecords',
    data: { targets: [told] },
    on: found,
    team,
    after: [told],
    reason: { code: 'DUPLICATE_ENTRY' },
  });
}
