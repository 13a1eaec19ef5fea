/** As much of JSON Schema as the commands use. */
export type FieldSchema = {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly anyOf?: readonly FieldSchema[];
  readonly description?: string;
};
export type CommandForm = {
  readonly command: string;
  readonly path: string;
  readonly verb?: string;
  readonly by: readonly string[];
  readonly emits: readonly string[];
  readonly summary: string;
  readonly isCorrection: boolean;
  readonly fields: readonly string[];
  readonly schema: FieldSchema;
};
export type AggregateForms = { readonly category: string; readonly path: string; readonly commands: readonly CommandForm[] };
