/**
 * The labels of a host's custom fields, for the compiler. A host adds those that its rules name, once:
 * `declare module 'user-batch-upload' { interface CustomColumns { 'Shoe Size': true } }`.
 */
export interface CustomColumns {}
