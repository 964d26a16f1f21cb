//! Taking, keeping, giving back and breaking leases.

use desk::access::{LeadReports, SortReports};
use desk::items::{Hold, ItemError, ItemId, LEASE, State, Taken};
use serde_json::{Value, json};

use super::deeds::Doing;
use super::{HOLD, RELEASE, TAKE, read};
use crate::statement::sql;

impl Doing<'_, SortReports> {
    /// Nothing, if whoever asks holds the item under that number; the lease goes on. Whatever writes comes after it, in
    /// the same transaction: nobody can take the item in between.
    pub(super) async fn holding(&mut self, hold: &Hold) -> Result<Taken, ItemError> {
        let (id, me) = (hold.item.0.as_str(), self.by.id().0.as_str());
        let until = self.at + LEASE;
        let fence = i64::try_from(hold.fence).unwrap_or(i64::MAX);
        let gone_on = sql!(execute, self.tx, HOLD, id, me, fence, until.0, self.at.0)?;
        if gone_on == 0 {
            return Err(match read::one(&mut self.tx, &hold.item).await? {
                Some(_) => ItemError::Fenced,
                None => ItemError::Gone,
            });
        }
        Ok(Taken {
            fence: hold.fence,
            until,
        })
    }
}

pub(super) async fn take(
    mut doing: Doing<'_, SortReports>,
    id: &ItemId,
) -> Result<Taken, ItemError> {
    let me = doing.by.id().clone();
    let until = doing.at + LEASE;
    let before = read::one(&mut doing.tx, id).await?;
    let before = before.ok_or(ItemError::Gone)?;
    let taken = sql!(
        execute,
        doing.tx,
        TAKE,
        id.0.as_str(),
        me.0.as_str(),
        until.0,
        doing.at.0
    )?;
    if taken == 1 {
        let fence = before.fence + 1;
        let after = json!({ "fence": fence });
        let was = json!({ "state": before.state.code() });
        doing.finish("item.take", &id.0, was, after).await?;
        return Ok(Taken { fence, until });
    }
    match before.lease {
        Some(lease) if lease.holder == me => {
            let hold = Hold {
                item: id.clone(),
                fence: before.fence,
            };
            let taken = doing.holding(&hold).await?;
            doing.commit().await?;
            Ok(taken)
        }
        Some(lease) => Err(ItemError::Held(lease.name, lease.until)),
        None => Err(ItemError::Fenced),
    }
}

pub(super) async fn beat(
    mut doing: Doing<'_, SortReports>,
    hold: &Hold,
) -> Result<Taken, ItemError> {
    let taken = doing.holding(hold).await?;
    doing.commit().await?;
    Ok(taken)
}

pub(super) async fn give_back(
    mut doing: Doing<'_, SortReports>,
    hold: &Hold,
) -> Result<(), ItemError> {
    doing.holding(hold).await?;
    let id = hold.item.0.as_str();
    sql!(execute, doing.tx, RELEASE, id, State::New.code())?;
    let was = json!({ "fence": hold.fence });
    doing.finish("item.give-back", id, was, Value::Null).await?;
    Ok(())
}

pub(super) async fn break_lease(
    mut doing: Doing<'_, LeadReports>,
    id: &ItemId,
) -> Result<(), ItemError> {
    let item = read::one(&mut doing.tx, id).await?.ok_or(ItemError::Gone)?;
    let Some(lease) = item.held(doing.at) else {
        return Err(ItemError::Fenced);
    };
    let was = json!({ "holder": lease.holder.0, "fence": item.fence });
    sql!(execute, doing.tx, RELEASE, id.0.as_str(), State::New.code())?;
    doing
        .finish("item.break-lease", &id.0, was, Value::Null)
        .await?;
    Ok(())
}
