/** A recorded session as a modem: it answers as the recorded one did, with its timing; and the smallest part of it that still fails. */
package dev.parley.sim.recorded;
