import { Controller, Get, Param } from '@nestjs/common';
import { type ProblemCode, problems, refusal } from '@casetrail/contracts';
import { type Category, categories } from '@casetrail/domain';
import { describeRead } from '../openapi/describe.ts';
import { Public } from './policy.ts';
import { Problem } from './problem.ts';

const tag = 'Problems';
const subjects = new Set([...(Object.keys(categories) as Category[]).map((category) => category.replaceAll('_', '-')), 'date']);
const meaningOfRefusal =
  'What is recorded stands against the request; `detail` says what. Nothing was recorded. The same request may be accepted when the record has changed.';

/** What the `type` of a problem leads to. */
@Public()
@Controller('/problems')
export class ProblemPagesController {
  @Get()
  @describeRead({
    tag,
    summary: 'Every kind of problem that is not a refusal by what is recorded',
    response: 'ProblemKinds',
    problems: ['request/too-many'],
    isPublic: true,
  })
  all() {
    return { problems: Object.entries(problems).map(([code, kind]) => ({ code, ...kind })) };
  }

  @Get(':subject/:reason')
  @describeRead({ tag, summary: 'What a problem means', response: 'ProblemKind', problems: ['problem/is-unknown', 'request/too-many'], isPublic: true })
  one(@Param('subject') subject: string, @Param('reason') reason: string) {
    const code = `${subject}/${reason}`;
    if (code in problems) return { code, ...problems[code as ProblemCode] };
    if (!subjects.has(subject) || !/^[a-z][a-z-]{1,60}$/.test(reason)) throw new Problem('problem/is-unknown');
    return { code, ...refusal(code), meaning: meaningOfRefusal };
  }
}
