//! Devices: kept, changed, replaced, forgotten.
//!
//! A device that is gone never comes back: of its address only the hash is left, and it stays.

use async_trait::async_trait;
use portal::push::{
    Endpoint, FanoutId, Follow, ManageHash, NewSubscription, PushKeys, Subscribed, Subscription,
    SubscriptionId, Subscriptions, TestAsked, TestState,
};
use portal::{Instant, PortError};

use super::rows::{self, DeviceRow, codes_of_follow, endpoint_hash, follows, packed};
use super::{
    ADD_AREAS, CHOOSE, CLEAR_AREAS, DEVICE, FORGET_CHOICE, FORGET_DELIVERIES, FORGET_DEVICE,
    FORGET_TELLING, FORGET_TESTS, KEEP, KNOWN, REDIRECT, REPLACE, UNEXPECT, tests_of_reception,
};
use crate::Store;
use crate::db::Tx;
use crate::error::StoreError;
use crate::statement::sql;

/// The device of a manage link.
pub(super) async fn managed(
    tx: &mut Tx,
    manage: &ManageHash,
) -> Result<Option<Subscription>, StoreError> {
    let row: Option<DeviceRow> = sql!(fetch_optional, tx, DEVICE, manage.0.as_str())?;
    row.map(rows::device).transpose()
}

/// A known endpoint's device, and whether it is gone.
async fn known(tx: &mut Tx, endpoint: &str) -> Result<Option<(String, bool)>, StoreError> {
    let row: Option<(String, Option<i64>)> =
        sql!(fetch_optional, tx, KNOWN, endpoint_hash(endpoint))?;
    Ok(row.map(|(id, gone_at)| (id, gone_at.is_some())))
}

/// Makes the device found by this choice and nothing else.
async fn set_areas(tx: &mut Tx, id: &str, follow: &Follow) -> Result<(), StoreError> {
    sql!(execute, tx, CLEAR_AREAS, id)?;
    let at_least = i64::from(follow.at_least().rank());
    for (codes, count) in packed(&codes_of_follow(follow)) {
        sql!(execute, tx, ADD_AREAS, codes, count, id, at_least)?;
    }
    Ok(())
}

/// Forgets a device with everything that was sent or is to be sent to it. Of a gone one the hash stays.
async fn forget(tx: &mut Tx, id: &str, gone: bool) -> Result<(), StoreError> {
    let deliveries: Vec<(String, String)> = sql!(fetch_all, tx, FORGET_DELIVERIES, id)?;
    for (fanout, state) in deliveries {
        if state == "open" {
            // The telling ends with its last open row or, when this was it, at its expiry: no clock here.
            sql!(execute, tx, UNEXPECT, fanout)?;
        }
    }
    let tests: Vec<(String,)> = sql!(fetch_all, tx, FORGET_TESTS, id)?;
    for (test,) in tests {
        sql!(execute, tx, FORGET_TELLING, test)?;
    }
    sql!(execute, tx, CLEAR_AREAS, id)?;
    if gone {
        sql!(execute, tx, FORGET_CHOICE, id)?;
    } else {
        sql!(execute, tx, FORGET_DEVICE, id)?;
    }
    Ok(())
}

#[async_trait]
impl Subscriptions for Store {
    async fn subscribe(&self, new: &NewSubscription, at: Instant) -> Result<Subscribed, PortError> {
        let mut tx = self.db.write().await?;
        let id = match known(&mut tx, new.endpoint.url()).await? {
            Some((_, true)) => return Ok(Subscribed::Gone),
            Some((id, false)) => id,
            None => self.ids.fresh(at),
        };
        sql!(
            execute,
            tx,
            KEEP,
            id.as_str(),
            endpoint_hash(new.endpoint.url()),
            new.endpoint.url(),
            new.endpoint.origin(),
            new.keys.p256dh.as_slice(),
            new.keys.auth.as_slice(),
            new.vapid_key.as_str(),
            new.manage.0.as_str(),
            follows(&new.follow),
            i64::from(new.follow.at_least().rank()),
            new.follow.tongue().tag(),
            at.0,
        )?;
        set_areas(&mut tx, &id, &new.follow).await?;
        tx.commit().await?;
        Ok(Subscribed::Kept(SubscriptionId(id)))
    }

    async fn subscription(&self, manage: &ManageHash) -> Result<Option<Subscription>, PortError> {
        let mut tx = self.db.read().await?;
        Ok(managed(&mut tx, manage).await?)
    }

    async fn change(
        &self,
        manage: &ManageHash,
        follow: &Follow,
        at: Instant,
    ) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let Some(device) = managed(&mut tx, manage)
            .await?
            .filter(|d| d.gone_at.is_none())
        else {
            return Ok(false);
        };
        let id = device.id.0.as_str();
        let (rank, tag) = (i64::from(follow.at_least().rank()), follow.tongue().tag());
        sql!(execute, tx, CHOOSE, id, follows(follow), rank, tag, at.0)?;
        set_areas(&mut tx, id, follow).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn remove(&self, manage: &ManageHash) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let Some(device) = managed(&mut tx, manage).await? else {
            return Ok(false);
        };
        forget(&mut tx, &device.id.0, device.gone_at.is_some()).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn replace(
        &self,
        old_endpoint: &str,
        new: &Endpoint,
        keys: &PushKeys,
        vapid_key: &str,
        at: Instant,
    ) -> Result<bool, PortError> {
        let mut tx = self.db.write().await?;
        let Some((id, false)) = known(&mut tx, old_endpoint).await? else {
            return Ok(false);
        };
        match known(&mut tx, new.url()).await? {
            Some((_, true)) => return Ok(false),
            // The browser subscribed anew already: that choice is the later one, its link the one it shows.
            Some((other, false)) if other != id => {
                forget(&mut tx, &id, false).await?;
                tx.commit().await?;
                return Ok(true);
            }
            Some(_) | None => {}
        }
        sql!(
            execute,
            tx,
            REPLACE,
            id.as_str(),
            endpoint_hash(new.url()),
            new.url(),
            new.origin(),
            keys.p256dh.as_slice(),
            keys.auth.as_slice(),
            vapid_key,
            at.0,
        )?;
        sql!(execute, tx, REDIRECT, id.as_str(), new.origin(), at.0)?;
        tx.commit().await?;
        Ok(true)
    }

    async fn ask_test(
        &self,
        manage: &ManageHash,
        receipt: &str,
        at: Instant,
    ) -> Result<TestAsked, PortError> {
        tests_of_reception::ask(self, manage, receipt, at).await
    }

    async fn test(
        &self,
        manage: &ManageHash,
        test: &FanoutId,
    ) -> Result<Option<TestState>, PortError> {
        tests_of_reception::state(self, manage, test).await
    }

    async fn arrived(&self, receipt: &str, at: Instant) -> Result<(), PortError> {
        tests_of_reception::arrived(self, receipt, at).await
    }
}
