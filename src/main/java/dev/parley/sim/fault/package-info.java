/**
 * Faults as data: when something goes wrong, how often and how likely. What goes wrong is told by those who do it, the modem and the
 * endpoint. Pure.
 */
@NullMarked
package dev.parley.sim.fault;

import org.jspecify.annotations.NullMarked;
