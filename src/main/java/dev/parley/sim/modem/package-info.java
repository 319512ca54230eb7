/**
 * The simulated modem: a BG95-M3 as a host sees it on its serial port, over real TCP sockets.
 *
 * <p>{@link dev.parley.sim.modem.SimulatedModem} is pure: bytes, network events and the time go in, bytes and network
 * actions come out. {@link dev.parley.sim.modem.RunningModem} is its edge: one thread, a UART with a baud rate, real
 * sockets. The grammar of AT is written anew here and shares nothing with the side that drives modems, or the
 * simulator would only confirm that side's mistakes.
 */
@NullMarked
package dev.parley.sim.modem;

import org.jspecify.annotations.NullMarked;
