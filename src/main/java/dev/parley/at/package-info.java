/**
 * The AT wire decoder and the dictionary of commands, result codes and errors. Pure: no I/O, no clock, no threads.
 */
@NullMarked
package dev.parley.at;

import org.jspecify.annotations.NullMarked;
