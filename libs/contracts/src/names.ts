import * as domain from '@casetrail/domain';

type CommandOf =
  | domain.CriminalCaseCommand
  | domain.PersonCommand
  | domain.SuspectCommand
  | domain.CrimeGroupCommand
  | domain.ArrestReviewCommand
  | domain.ProsecutionCommand
  | domain.CourtDocketCommand
  | domain.AssetCommand
  | domain.LeadCommand
  | domain.InvestigationCommand
  | domain.RecommendationCommand
  | domain.RectificationPlanCommand
  | domain.MechanismCommand
  | domain.ProblemCommand
  | domain.RegisterCommand
  | domain.IndicatorCommand
  | domain.HearingCommand
  | domain.MajorProjectCommand
  | domain.CheckExceptionCommand
  | domain.PublicationCommand
  | domain.CorrectionCommand
  | domain.VoidRecords;
type EventOf =
  | domain.CriminalCaseEvent
  | domain.PersonEvent
  | domain.SuspectEvent
  | domain.CrimeGroupEvent
  | domain.ArrestReviewEvent
  | domain.ProsecutionEvent
  | domain.CourtDocketEvent
  | domain.AssetEvent
  | domain.LeadEvent
  | domain.InvestigationEvent
  | domain.RecommendationEvent
  | domain.RectificationPlanEvent
  | domain.MechanismEvent
  | domain.ProblemEvent
  | domain.RegisterEvent
  | domain.IndicatorEvent
  | domain.HearingEvent
  | domain.MajorProjectEvent
  | domain.CheckExceptionEvent
  | domain.PublicationEvent
  | domain.CorrectionEvent
  | domain.RecordVoided;

/** Every command there is, for whoever has words for each of them. */
export type CommandName = Exclude<CommandOf['type'], 'RequestCorrection'>;
/** Every type of event there is. */
export type EventName = EventOf['type'] | keyof typeof domain.ledgerEvents | keyof typeof domain.investigatedPersonEvents;
export type CategoryName = domain.Category;

/** What every event carries, by its type, for whoever has words for all of it. */
export const eventSchemas: domain.Schemas = Object.assign(
  { RecordVoided: domain.voidEvent },
  ...Object.values(domain.deciders).map(({ events }) => events),
) as domain.Schemas;

type StateOf =
  | domain.CriminalCase
  | domain.Person
  | domain.Suspect
  | domain.CrimeGroup
  | domain.ArrestReview
  | domain.Prosecution
  | domain.CourtDocket
  | domain.Asset
  | domain.UmbrellaLead
  | domain.UmbrellaInvestigation
  | domain.Recommendation
  | domain.RectificationPlan
  | domain.Mechanism
  | domain.Problem
  | domain.RegisterEntry
  | domain.Indicator
  | domain.Hearing
  | domain.MajorProject
  | domain.CheckException
  | domain.Publication
  | domain.Correction;
/** A text of a closed list, and no text of any other kind: ids and dates have a pattern or a brand, and could be a key of anything. */
type Listed<T extends string> = Record<never, never> extends Record<T, 1> ? never : T;
type ListedIn<T> = T extends string
  ? Listed<T>
  : T extends readonly (infer One)[]
    ? ListedIn<One>
    : T extends object
      ? Exclude<{ [K in keyof T]: ListedIn<T[K]> }[keyof T], undefined>
      : never;
type FieldsIn<T> = T extends string
  ? never
  : T extends readonly (infer One)[]
    ? FieldsIn<One>
    : T extends object
      ? string extends keyof T
        ? never
        : (keyof T & string) | Exclude<{ [K in keyof T]: FieldsIn<T[K]> }[keyof T], undefined>
      : never;
/** Every situation that a record can be in, and whatever else of closed lists its state holds: all but what goes by other names, of districts, events, indicators and rules. */
export type StateName = Exclude<ListedIn<StateOf>, domain.District | EventName | domain.RuleSet>;
/** Every field that the state of a record has. */
export type StateField = FieldsIn<StateOf>;
