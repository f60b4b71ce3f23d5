/** Thrown by a durable listener when another attempt can't help. The delivery becomes a dead letter at once. */
export class UnrecoverableError extends Error {}
