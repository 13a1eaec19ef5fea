export * from './kernel/civil-date.ts';
export * from './kernel/decider.ts';
export * from './kernel/districts.ts';
export * from './kernel/envelope.ts';
export * from './kernel/identifiers.ts';
export { type LedgerKind, type ProjectorName, ledgerEvents, ledgerOpening, projectorNames } from './kernel/ledger-opened.ts';
export { approverOf } from './kernel/organs.ts';
export { recordIdFrom } from './kernel/record-id.ts';
export { Rejection } from './kernel/rejection.ts';
export { type RecordVoided, type VoidRecords, isVoid, liveEvents, voidCommand, voidedBy, voidEvent } from './kernel/void.ts';
export { StreamNeeded, World } from './kernel/world.ts';
export * from './deciders.ts';
export * from './criminal-case/criminal-case-messages.ts';
export * from './criminal-case/criminal-case.ts';
export * from './person/person-messages.ts';
export * from './person/person.ts';
export * from './person/personal-data.ts';
export * from './person/identity-number.ts';
export * from './suspect/suspect-messages.ts';
export * from './suspect/suspect.ts';
export * from './crime-group/crime-group-messages.ts';
export * from './crime-group/crime-group.ts';
export * from './kernel/fields.ts';
export * from './arrest-review/arrest-review-messages.ts';
export * from './arrest-review/arrest-review.ts';
export * from './prosecution/prosecution-messages.ts';
export * from './prosecution/prosecution.ts';
export * from './court-docket/court-docket-messages.ts';
export * from './court-docket/court-docket.ts';
export * from './asset/asset-messages.ts';
export * from './asset/asset.ts';
export {
  type Clock,
  type TimeLimit,
  clockNames,
  clocks,
  timeLimitOfAsset,
  timeLimitOfDocket,
  timeLimitOfProsecution,
  timeLimitOfRecommendation,
  timeLimitOfSuspect,
} from './time-limit/time-limit.ts';
export * from './umbrella/lead-messages.ts';
export * from './umbrella/lead.ts';
export * from './umbrella/investigation-messages.ts';
export * from './umbrella/investigation.ts';
export { besidePerson, investigatedPerson } from './umbrella/investigated-person.ts';
export * from './umbrella/investigated-person.ts';
export * from './rectification/recommendation-messages.ts';
export * from './rectification/recommendation.ts';
export * from './rectification/rectification-messages.ts';
export * from './rectification/rectification-plan.ts';
export * from './rectification/mechanism.ts';
export * from './rectification/problem.ts';
export * from './register/register-messages.ts';
export * from './register/register-entry.ts';
export * from './register/credit-code.ts';
export * from './indicator/indicator-keys.ts';
export * from './indicator/indicator-messages.ts';
export * from './indicator/indicator.ts';
export * from './hearing/hearing-messages.ts';
export * from './hearing/hearing.ts';
export * from './risk-assessment/risk-assessment-messages.ts';
export * from './risk-assessment/major-project.ts';
export * from './publication/check-exception-messages.ts';
export * from './publication/check-exception.ts';
export {
  type ComputedFigures,
  type PublicationCommand,
  type PublicationEvent,
  figuresComputed,
  owner,
  publicationCommands,
  publicationEvents,
} from './publication/publication-messages.ts';
export { type Foot, frozenPaper } from './publication/foot.ts';
export { type NextStep, nextSteps, type Publication, type PublicationId, certifiers, publication, uncertified } from './publication/publication.ts';
export * from './correction/correction-messages.ts';
export * from './correction/correction.ts';
export * from './access/index.ts';
export * from './figures/index.ts';
export * from './disclosure/index.ts';
