/**
 * How much crossed and when: byte counters by layer, marks, silences, signal and line states, each findable by time at any scale.
 */
@NullMarked
package dev.parley.flow;

import org.jspecify.annotations.NullMarked;
