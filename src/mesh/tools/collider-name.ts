// By what a collider is told from the parts that a game draws.

/** The node's name; importers of Godot, Unity and own code look for such endings. Convex pieces have a number after it. */
export const COLLIDER_NAME = '_collider'

/** Whether a node or mesh of that name is a collider or a piece of one. */
export const isColliderName = (name: string): boolean => /_collider(_\d+)?$/i.test(name)
