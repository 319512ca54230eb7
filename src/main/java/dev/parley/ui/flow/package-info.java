/**
 * The byte flow: cumulative bytes both ways over time, with the states as bands.
 */
@NullMarked
package dev.parley.ui.flow;

import org.jspecify.annotations.NullMarked;
