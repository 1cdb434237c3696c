// What the parts need of the library's life: whether it ends, and what starts and stops with it.
#ifndef SIM_LIFE_H
#define SIM_LIFE_H

#include <stdbool.h>
#include <stdint.h>

/** True from the moment of DLLFinalize: threads leave their loops. */
bool sim_ending(void);
/** Sleeps in slices; returns early when the library ends. */
void sim_nap_ms(int64_t ms);

/** As sim_post_state, but at once on the connector thread. */
void sim_tell_state(int32_t type, int32_t result);

// sim-tape.c: the player
void sim_player_start(void);
void sim_player_stop(void);
/** A subscription was made: a tape may wait for it. */
void sim_player_subscribed(void);
bool sim_player_command(const char *line);

// sim-burst.c
bool sim_burst_command(const char *line);
void sim_burst_stop(void);

// sim-history.c
void sim_history_start(void);
void sim_history_stop(void);

// sim-commands.c: the file, the control thread with its watchdog
void sim_commands_read(void);
void sim_control_start(void);
void sim_control_stop(void);
/** Commands given for after so many events. */
void sim_commands_events(void);

// sim-truth.c
bool sim_truth_command(const char *line);

// sim-login.c
void sim_login_begin(const char *key, const char *user, const char *password);
bool sim_login_command(const char *line);

#endif
