/**
 * The byte-flow chart as strokes of a pen: what it shows, where each thing stands and how it is drawn, the same on the screen, in an
 * SVG file and in a report.
 */
@NullMarked
package dev.parley.chart;

import org.jspecify.annotations.NullMarked;
