/** The replay of a recorded session: where its clock is set, and the places worth going to. */
package dev.parley.ui.replay;
